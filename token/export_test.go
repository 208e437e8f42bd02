package token

// Remembered returns how many tokens a verifier remembers and about how many bytes they take.
func Remembered(v *Verifier) (tokens, bytes int) { return v.known.size() }
