package analysis

// phrases holds what the package says of its own accord, in one language.
// Everything else that people read comes from the ladder or from the text.
type phrases struct {
	// scores says in words what each score means.
	scores [5]string
	// unsupported stands for a score of 0 where the text speaks against the
	// criterion, little for one of 1 where there is more than assertions.
	unsupported, little string
	// The parts of a rationale; %s and %d as the English ones show.
	scored, found, partly, missing, against, refuted, nothing string
	assertedOnly, passage, passages, in, and, listSep         string
	notAssessed, notRead, notJudged                           string
	// addressed describes a sentence that the analyser takes for an address
	// to the reader.
	addressed string
	// Why a confidence is what it is.
	judgedOnce, samplesDiffer, onePassage, looseQuotes string
	notAllRead, nearBoundary, judgedByFallback         string
	// inventedOf takes two counts; open follows it where nothing is left.
	inventedOf, inventedOne, open string
}

// phrasesFor returns the phrases of a language, English where there are none.
func phrasesFor(lang string) phrases {
	if lang == "de" {
		return german()
	}
	return english()
}

func english() phrases {
	return phrases{
		scores: [5]string{
			"no evidence", "asserted only", "some specific evidence",
			"strong specific evidence with outcomes", "several independent, confirmed and durable outcomes",
		},
		unsupported:  "nothing that supports it",
		little:       "little specific evidence",
		scored:       "Score %d of 4: %s.",
		found:        "Found: %s.",
		partly:       "Found in part: %s.",
		missing:      "Not found in the text: %s.",
		against:      "Speaks against it: %s.",
		refuted:      "The records do not bear out a figure that is given as evidence.",
		nothing:      "The analyser found nothing in the text that speaks to this criterion.",
		assertedOnly: "The text asserts it and names no instance.",
		passage:      "%d passage",
		passages:     "%d passages",
		in:           "%s in %s",
		and:          " and ",
		listSep:      "; ",
		notAssessed:  "Not assessed: %s.",
		notJudged:    "the evidence could not be judged",
		notRead:      "only %d %% of the text could be read",

		addressed: "This speaks to the reader of the dossier; it is not counted as evidence.",

		judgedOnce:       "The evidence was judged once.",
		samplesDiffer:    "Repeated judgements of the same evidence differ.",
		onePassage:       "The score rests on one passage.",
		looseQuotes:      "Some passages were found by their place or with small differences in wording.",
		notAllRead:       "Part of the text was not read.",
		nearBoundary:     "One question answered otherwise would change the score.",
		judgedByFallback: "The offline analyser judged in the model's place.",

		inventedOf:  "%d of %d passages that the model pointed at were not in the text.",
		inventedOne: "The one passage that the model pointed at was not in the text.",
		open:        "So the text may speak to this criterion all the same.",
	}
}

func german() phrases {
	return phrases{
		scores: [5]string{
			"kein Beleg", "nur behauptet", "einige konkrete Belege",
			"starke konkrete Belege mit Ergebnissen", "mehrere unabhängige, bestätigte und dauerhafte Ergebnisse",
		},
		unsupported:  "nichts, was dafür spricht",
		little:       "wenig konkrete Belege",
		scored:       "Wertung %d von 4: %s.",
		found:        "Belegt: %s.",
		partly:       "Zum Teil belegt: %s.",
		missing:      "Im Text nicht gefunden: %s.",
		against:      "Dagegen spricht: %s.",
		refuted:      "Die Aufzeichnungen decken eine Angabe nicht, die als Beleg dient.",
		nothing:      "Der Analysator fand nichts im Text, das sich zu diesem Kriterium äußert.",
		assertedOnly: "Der Text behauptet es und nennt kein Beispiel.",
		passage:      "%d Stelle",
		passages:     "%d Stellen",
		in:           "%s in %s",
		and:          " und ",
		listSep:      "; ",
		notAssessed:  "Nicht bewertet: %s.",
		notJudged:    "die Belege konnten nicht beurteilt werden",
		notRead:      "nur %d %% des Textes konnten gelesen werden",

		addressed: "Das richtet sich an die Leser des Dossiers; es zählt nicht als Beleg.",

		judgedOnce:       "Die Belege wurden einmal beurteilt.",
		samplesDiffer:    "Wiederholte Urteile über dieselben Belege weichen voneinander ab.",
		onePassage:       "Die Wertung ruht auf einer einzigen Stelle.",
		looseQuotes:      "Einige Stellen wurden nach ihrem Ort oder mit kleinen Abweichungen im Wortlaut gefunden.",
		notAllRead:       "Ein Teil des Textes wurde nicht gelesen.",
		nearBoundary:     "Eine einzige anders beantwortete Frage würde die Wertung ändern.",
		judgedByFallback: "Der Offline-Analysator hat anstelle des Modells geurteilt.",

		inventedOf:  "%d von %d Stellen, auf die das Modell zeigte, stehen nicht im Text.",
		inventedOne: "Die einzige Stelle, auf die das Modell zeigte, steht nicht im Text.",
		open:        "Der Text kann sich also trotzdem zu diesem Kriterium äußern.",
	}
}
