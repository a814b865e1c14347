{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    {
      "idx": 0,
      "version": "7",
      "when": 1795301538985,
      "tag": "0000_samples",
      "breakpoints": true
    }
  ]
}