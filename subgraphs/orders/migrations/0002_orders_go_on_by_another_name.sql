UPDATE "jobs" SET "name" = 'advanceOrder' WHERE "name" = 'driveOrder';
