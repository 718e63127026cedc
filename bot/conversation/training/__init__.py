"""How what tells acts and deeds apart is made: phrasings come in, talk.npz goes out; serving code never imports it."""
