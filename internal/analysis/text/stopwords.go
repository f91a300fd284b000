package text

// englishStop reports whether a lower-case word carries grammar rather than
// meaning in English. Negations, quantities and directions are no stop words:
// see critical.
func englishStop(word string) bool {
	switch word {
	case "a", "an", "the", "and", "or", "but", "if", "as", "of", "at", "by", "for", "from", "in", "into", "on", "onto",
		"to", "with", "about", "than", "then", "so", "that", "this", "these", "those", "there", "here", "it", "its",
		"it's", "i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves", "you", "your", "yours", "he",
		"him", "his", "himself", "she", "her", "hers", "herself", "they", "them", "their", "theirs", "themselves", "who",
		"whom", "whose", "which", "what", "when", "where", "why", "how", "is", "are", "was", "were", "be", "been", "being",
		"am", "do", "does", "did", "doing", "has", "have", "had", "having", "will", "would", "can", "could",
		"shall", "should", "may", "might", "must", "while", "because", "also", "just", "too", "very", "own", "same",
		"such", "other", "any", "some", "each", "both", "through", "between", "during", "against", "again",
		"once", "i'm", "i've", "i'd", "we're", "we've", "he's", "she's", "they're", "that's", "one":
		return true
	}
	return false
}

// germanStop is englishStop for German.
func germanStop(word string) bool {
	switch word {
	case "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "und", "oder",
		"aber", "denn", "weil", "dass", "daß", "ob", "wenn", "als", "wie", "wo", "was", "wer", "wen", "wem", "welche",
		"welcher", "welches", "welchen", "ich", "mich", "mir", "mein", "meine", "meinen", "meinem", "meiner", "du", "dich",
		"dir", "er", "ihn", "ihm", "sie", "ihr", "ihre", "ihren", "ihrem", "ihrer", "es", "wir", "uns", "unser", "unsere",
		"unseren", "unserem", "unserer", "euch", "sein", "seine", "seinen", "seinem", "seiner", "sich", "man", "bin",
		"bist", "ist", "sind", "war", "waren", "wäre", "wären", "gewesen", "werde", "wird", "werden", "wurde", "wurden",
		"worden", "würde", "würden", "habe", "hat", "haben", "hatte", "hatten", "hätte", "hätten", "kann", "können",
		"konnte", "konnten", "muss", "müssen", "musste", "mussten", "soll", "sollen", "sollte", "will", "wollen", "wollte",
		"darf", "dürfen", "mag", "möchte", "in", "im", "an", "am", "auf", "aus", "bei", "beim", "mit", "nach", "von", "vom",
		"zu", "zum", "zur", "für", "über", "um", "durch", "gegen", "seit", "bis", "da", "dort", "hier", "so", "auch",
		"noch", "schon", "dann", "daran", "dazu", "davon", "damit", "dafür", "darauf", "dabei", "diese", "dieser",
		"dieses", "diesen", "diesem", "jene", "jener", "jeder", "jede", "jedes", "sehr", "ja", "doch", "mal", "etwas",
		"selbst", "eben", "also", "ins", "ans", "zwischen", "während", "wieder":
		return true
	}
	return false
}

// StopWord reports whether a lower-case word carries grammar rather than
// meaning in one of the languages that are read.
func StopWord(word string) bool { return englishStop(word) || germanStop(word) }
