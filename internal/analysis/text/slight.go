package text

// slight reports whether a word of the normal text can come or go without a
// change of what is said. That is far less than a stop word: pronouns tell who
// acted, auxiliaries whether it happened, "to" and "by" what a figure means.
func slight(word string, german bool) bool {
	if german {
		switch word {
		case "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "und", "auch",
			"dann", "im", "in", "am", "an", "dass", "diese", "dieser", "dieses", "diesen", "diesem", "denn", "ja", "eben":
			return true
		}
		return false
	}
	switch word {
	case "a", "an", "the", "and", "that", "this", "these", "those", "of", "in", "on", "at", "also", "just", "very", "so",
		"then", "there", "which":
		return true
	}
	return false
}

// negates reports whether a word of the normal text turns a sentence around or
// takes it out of fact: to leave it out is to misquote.
func negates(word string) bool {
	switch word {
	case "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "hardly", "barely", "cannot",
		"can't", "don't", "didn't", "doesn't", "won't", "wouldn't", "isn't", "wasn't", "weren't", "aren't", "haven't",
		"hasn't", "hadn't", "couldn't", "shouldn't", "failed", "refused", "would", "could", "might", "unless", "except",
		"nicht", "nie", "niemals", "kein", "keine", "keinen", "keinem", "keiner", "keines", "niemand", "nichts", "ohne",
		"weder", "noch", "kaum", "wa\u0308re", "wa\u0308ren", "wu\u0308rde", "wu\u0308rden", "ha\u0308tte", "ha\u0308tten", "außer":
		return true
	}
	return false
}
