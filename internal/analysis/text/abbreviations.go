package text

import "strings"

// How sure it is that a full stop after an abbreviation ends no sentence.
const (
	abbrNone = iota
	// abbrAlways is never followed by the end of a sentence.
	abbrAlways
	// abbrNumber ends none before a number.
	abbrNumber
	// abbrMaybe ends one only before a word that commonly begins sentences.
	abbrMaybe
)

// abbreviation classifies a word in lower case, without its last full stop.
func abbreviation(word string) int {
	switch word {
	case "dr", "mr", "mrs", "ms", "mx", "prof", "vs", "approx", "ca", "e.g", "eg", "i.e", "ie", "cf", "viz", "messrs",
		"capt", "lt", "sgt", "rev", "hon", "st", "mt", "dept", "esp", "incl", "excl", "est",
		"hr", "fr", "frl", "dipl", "ing", "bzw", "ggf", "ggfs", "evtl", "inkl", "exkl", "zzgl", "abzgl", "sog", "vgl",
		"geb", "bspw", "z.b", "zb", "d.h", "dh", "i.d.r", "u.u", "v.a", "s.o", "s.u", "i.a", "m.e", "z.t", "z.zt", "m.a.w",
		"einschl", "gem", "lfd", "mtl", "allg", "durchschn", "insb", "insbes", "zb.b", "h.c", "dr.h.c", "dipl.-ing", "a.d":
		return abbrAlways
	case "no", "nos", "nr", "nrn", "sec", "secs", "fig", "figs", "abb", "kap", "art", "abs", "vol", "pp", "p", "s", "ch",
		"eq", "tab", "ver", "pos", "ziff", "bl", "rn", "para", "ed", "ref", "max", "min", "mind", "rd", "app", "anl":
		return abbrNumber
	case "etc", "usw", "usf", "uvm", "inc", "ltd", "co", "corp", "bros", "jr", "sr", "a.m", "p.m", "u.s", "u.k", "e.u",
		"u.a", "u.ä", "o.ä", "u.v.m", "ff", "mio", "mrd", "tsd", "std", "mrz", "str", "tel", "stv", "gen", "hrsg", "resp",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "jän", "mär", "okt", "dez",
		"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "q", "v", "phil", "rer", "med", "pol", "oec", "nat":
		return abbrMaybe
	}
	return abbrNone
}

// startsSentence reports whether a capitalised word commonly begins a sentence
// and is hardly ever part of a name.
func startsSentence(word string) bool {
	if word == "" || word == strings.ToLower(word) {
		return false
	}
	switch strings.ToLower(word) {
	case "the", "a", "an", "i", "we", "he", "she", "it", "they", "you", "this", "that", "these", "those", "there", "my",
		"our", "his", "her", "its", "their", "your", "in", "on", "at", "by", "for", "from", "with", "after", "before",
		"when", "while", "since", "because", "but", "and", "so", "if", "as", "then", "now", "no", "not", "nobody",
		"what", "who", "which", "how", "why", "where", "all", "both", "each", "every", "one", "two", "three", "some",
		"most", "many", "to", "of", "under", "over", "until", "during", "today", "later", "i'm", "i've", "i'd", "we've",
		"der", "die", "das", "ein", "eine", "einen", "ich", "wir", "er", "sie", "es", "ihr", "man", "dies", "diese",
		"dieser", "dieses", "mein", "meine", "unser", "unsere", "im", "am", "auf", "bei", "nach", "vor", "mit",
		"für", "von", "zu", "zum", "zur", "aus", "und", "aber", "oder", "wenn", "als", "weil", "da", "dann", "nun",
		"jetzt", "nicht", "kein", "keine", "was", "wer", "wie", "wo", "warum", "alle", "beide", "jeder", "jede", "seit",
		"durch", "ohne", "über", "unter", "heute", "später", "danach", "dort", "dabei", "damit", "dazu", "auch",
		"erst", "seitdem", "trotzdem", "deshalb", "stattdessen", "dagegen", "dafür", "zudem":
		return true
	}
	return false
}

// followsOrdinal reports whether a word follows numbers like "3." in German.
func followsOrdinal(word string) bool {
	switch word {
	case "Januar", "Jänner", "Februar", "März", "Ma\u0308rz", "April", "Mai", "Juni", "Juli", "August", "September",
		"Oktober", "November", "Dezember", "Quartal", "Quartals", "Jahrhundert", "Jahrhunderts", "Halbjahr", "Halbjahres",
		"Kapitel", "Abschnitt", "Stock", "Etage", "Platz", "Runde", "Mal", "Woche", "Tag", "Monat", "Jahr", "Klasse",
		"Stufe", "Phase", "Auflage", "Ausgabe", "Sitzung", "Version", "Generation", "Schritt", "Mitarbeiter", "Kunde",
		"Lebensjahr", "Geburtstag", "Kalenderwoche", "Bundesliga", "Reihe", "Ebene", "Teil", "Punkt", "Etappe":
		return true
	}
	return false
}

// precedesOrdinal reports whether a word before a number makes it an ordinal.
func precedesOrdinal(word string) bool {
	switch word {
	case "am", "vom", "zum", "im", "der", "die", "das", "den", "dem", "des", "beim", "ab", "Am", "Vom", "Zum", "Im",
		"Der", "Die", "Das", "jeder", "jede", "jeden", "unser", "unsere", "unserem", "ihrem", "seinem", "meinem":
		return true
	}
	return false
}
