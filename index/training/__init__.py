"""How the encoder that ships is made: text comes in, the files of index/model/ go out; serving code never imports it."""
