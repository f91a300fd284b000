package claims

import (
	"fmt"
	"strings"

	"dossier/internal/analysis"
)

// Wants implements analysis.RecordReader.
func (Checker) Wants(x analysis.WantInput) []analysis.Want {
	switch x.Criterion {
	case "company-level-judgment":
		return append(openDecisions(x), elsewhere(x, "own")...)
	case "team-building-instinct":
		return append(elsewhere(x, "structure"), failedChanges(x)...)
	case "founder-trust-at-scale":
		return founders(x)
	case "long-term-thinking":
		return append(preventable(x), openDecisions(x)...)
	case "generosity":
		return stalled(x)
	}
	return nil
}

// openDecisions asks for decisions that the log calls negative or that nobody
// has reviewed yet.
func openDecisions(x analysis.WantInput) []analysis.Want {
	leaf := "outcome"
	if x.Criterion == "long-term-thinking" {
		leaf = "revisit"
	}
	var out []analysis.Want
	for _, d := range x.Facts.Decisions {
		var text string
		switch d.Outcome {
		case "positive":
			continue
		case "negative":
			text = in(x.Language,
				"The records call the outcome of one decision negative: %s (%s). The cost, the need and the customers that were or were not asked beforehand are not set out.",
				"Die Aufzeichnungen nennen das Ergebnis einer Entscheidung negativ: %s (%s). Kosten, Bedarf und ob Kunden und Betrieb vorher gefragt wurden, sind nicht dargelegt.")
		default:
			text = in(x.Language,
				"One decision has no recorded outcome: %s (%s). Its review is still pending.",
				"Eine Entscheidung hat noch kein Ergebnis: %s (%s). Die Überprüfung steht aus.")
		}
		out = append(out, analysis.Want{
			Leaf: leaf, Reason: analysis.Contradicted, Description: fmt.Sprintf(text, d.Title, d.Date),
			Suggestion: in(x.Language, "Say what the decision cost, what it brought, and what you would model or ask first today.",
				"Sagen Sie, was die Entscheidung kostete und brachte und was Sie heute zuerst rechnen oder fragen würden."),
		})
	}
	return out
}

// elsewhere asks for companies of which nothing is told, or notes that there
// is only one.
func elsewhere(x analysis.WantInput, leaf string) []analysis.Want {
	var silent []string
	told := lower(x.Told)
	for _, e := range x.Facts.Engagements {
		head, _, _ := strings.Cut(lower(e.Company), " ")
		if !strings.Contains(told, head) {
			silent = append(silent, e.Company)
		}
	}
	text := ""
	switch {
	case len(x.Facts.Engagements) == 1:
		text = in(x.Language,
			"Only one company is shown: no second team and no decision at any other company to compare.",
			"Nur ein Unternehmen ist gezeigt: kein zweites Team und keine Entscheidung an anderer Stelle zum Vergleich.")
	case len(silent) > 0 && len(x.Facts.Engagements) > 1:
		text = fmt.Sprintf(in(x.Language,
			"Nothing of this is shown at the second company, %s: only one company or team, and no outcome there.",
			"Beim zweiten Unternehmen, %s, ist davon nichts belegt: nur ein Unternehmen oder Team, und dort kein Ergebnis."),
			strings.Join(silent, ", "))
	default:
		return nil
	}
	return []analysis.Want{{
		Leaf: leaf, Reason: analysis.SingleEpisode, Description: text,
		Suggestion: in(x.Language, "Tell of one decision or one team at another company, with its result.",
			"Erzählen Sie von einer Entscheidung oder einem Team in einem anderen Unternehmen, mit Ergebnis."),
	}}
}

// failedChanges asks about changes of a team that the records call negative.
func failedChanges(x analysis.WantInput) []analysis.Want {
	var out []analysis.Want
	for _, c := range x.Facts.TeamChanges {
		if c.Outcome != "negative" {
			continue
		}
		out = append(out, analysis.Want{
			Leaf: "change", Reason: analysis.Contradicted,
			Description: fmt.Sprintf(in(x.Language,
				"The records call one change of a team negative: %s (%s). Whether those affected were asked beforehand, who left and why, and what was learned is not told.",
				"Die Aufzeichnungen nennen einen Umbau negativ: %s (%s). Ob die Betroffenen gefragt und beteiligt wurden, wer gekündigt hat und warum und was daraus gelernt wurde, steht nicht da."),
				c.Change, c.Measure),
			Suggestion: in(x.Language, "Say who was asked before, who left, and what you changed afterwards.",
				"Sagen Sie, wer vorher gefragt wurde, wer ging und was Sie danach geändert haben."),
		})
	}
	return out
}

// founders asks for a second founder's word.
func founders(x analysis.WantInput) []analysis.Want {
	said, confirmed := 0, 0
	for _, r := range x.Facts.References {
		if r.Standing != "founder" {
			continue
		}
		said++
		if confirms(r) {
			confirmed++
		}
	}
	text := ""
	switch {
	case said < 2:
		text = in(x.Language, "Only one founder testifies, or none: there is no reference from a second founder.",
			"Höchstens ein Gründer äußert sich: die Referenz eines zweiten Gründers fehlt.")
	case confirmed < said:
		text = in(x.Language, "Not every founder confirms the same role: a second founder confirms less than a technical co-founder, and authority that was limited or withdrawn is not explained.",
			"Nicht jeder Gründer bestätigt dieselbe Rolle: ein zweiter Gründer bestätigt weniger als eine technische Mitgründerrolle, und Befugnisse, die begrenzt oder zurückgenommen wurden, sind nicht erklärt.")
	default:
		return nil
	}
	return []analysis.Want{{
		Leaf: "multi", Reason: analysis.SingleEpisode, Description: text,
		Suggestion: in(x.Language, "Ask a second founder for a decision that you took in their place, and for one disagreement and how it ended.",
			"Bitten Sie einen zweiten Gründer um eine Entscheidung, die Sie an seiner Stelle trafen, und um einen Streit und wie er ausging."),
	}}
}

// preventable asks about outages that could have been prevented.
func preventable(x analysis.WantInput) []analysis.Want {
	var out []analysis.Want
	for _, i := range x.Facts.Incidents {
		if i.Preventable == nil || !*i.Preventable {
			continue
		}
		out = append(out, analysis.Want{
			Leaf: "defer", Reason: analysis.Contradicted,
			Description: fmt.Sprintf(in(x.Language,
				"The records show a preventable outage of %s on %s: %s. No routine is shown by which such known risks and debts are listed, tested and no longer postponed.",
				"Die Aufzeichnungen zeigen einen vermeidbaren Ausfall (%s, %s): %s. Kein Plan ist gezeigt, nach dem solche bekannten Risiken geprüft und nicht mehr verschoben werden."),
				i.Surface, i.Date, i.Cause),
			Suggestion: in(x.Language, "Say since when the risk was known, why it was put off, and what is tested and reviewed since, how often.",
				"Sagen Sie, seit wann das Risiko bekannt war, warum es verschoben wurde und was seither wie oft geprüft wird."),
		})
	}
	return out
}

// stalled asks about mentees who have not advanced.
func stalled(x analysis.WantInput) []analysis.Want {
	var out []analysis.Want
	for _, m := range x.Facts.Mentees {
		if level(lower(m.Level)) > level(lower(m.Previous)) {
			continue
		}
		out = append(out, analysis.Want{
			Leaf: "named", Reason: analysis.SingleEpisode,
			Description: fmt.Sprintf(in(x.Language,
				"One mentee has not advanced: %s, still %s (since %s). No time spent, no progress and no development plan is shown.",
				"Ein Mentee ist nicht aufgestiegen und stagniert: %s, noch immer %s (seit %s). Weder Zeit noch Fortschritt noch ein eigenes Sachgebiet oder Entwicklungsplan sind gezeigt."),
				m.Name, m.Level, m.Since),
			Suggestion: in(x.Language, "Say what this mentee owns, how often you meet, and what is planned until when.",
				"Sagen Sie, was dieser Mentee verantwortet, wie oft Sie sich treffen und was bis wann geplant ist."),
		})
	}
	return out
}
