package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// asSeen is a view as it looks to a reader: full-width and styled letters, and
// beside Latin letters Cyrillic and Greek ones, are the letters that they
// resemble.
func asSeen(view string) string {
	if strings.IndexFunc(view, func(r rune) bool { return r > unicode.MaxLatin1 }) < 0 {
		return view
	}
	view = norm.NFKC.String(view)
	if !strings.ContainsFunc(view, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
		return view
	}
	return strings.Map(latinOf, view)
}

// latinOf is the Latin letter that a Cyrillic or Greek one looks like.
func latinOf(r rune) rune {
	const from, to = "аеорсухіјѕԁһӏАВЕКМНОРСТУХІЈЅαοορνικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhlABEKMHOPCTYXIJSaoopviktABEZHIKMNOPTYX"
	for i, f := range []rune(from) {
		if f == r {
			return rune(to[i])
		}
	}
	return r
}

// foreign is an order to the reader in a language that the words of the other
// orders do not hold: to ignore what was said, or to give the best mark. Each
// takes two parts in one sentence, and is told by forms that English and German
// do not have.
func foreign(view string) signals {
	view = strings.ToLower(view)
	holds := func(parts ...string) bool {
		for _, s := range parts {
			if strings.Contains(view, s) {
				return true
			}
		}
		return false
	}
	var out signals
	if holds("ignorez", "oubliez", "ignora ", "ignore ", "ignorad", "ignoren ", "olvida", "ignori ", "ignorate", "dimentica", "esqueça", "negeer", "vergeet", "zignoruj",
		"ignoruj", "игнорируй", "забудь", "忽略", "无视", "無視", "تجاهل") &&
		holds("les instructions", "consignes", "instrucciones", "istruzioni", "instruções", "instructies", "instrukcj", "polece", "инструкци", "указани", "指示", "指令", "التعليمات") {
		out |= strongOverride
	}
	if holds("donnez", "attribuez", "accordez", "mettez", "asigna", "asigne", "otorga", "otorgue", "da la", "dé la", "dale", "assegna", "attribuisci", "dai il", "dare il", "atribua", "dê a",
		"geef", "ken de", "przyznaj", "daj", "поставь", "оцени", "дай", "给出", "给予", "给他", "给她", "つけて", "与えて") &&
		holds("note maximale", "la meilleure note", "la note la plus", "puntuación máxima", "máxima puntuación", "nota máxima", "punteggio massimo", "massimo punteggio", "voto massimo",
			"massimo dei voti", "pontuação máxima", "hoogste score", "maximale score", "hoogste cijfer", "najwyższ", "maksymaln", "высш", "максимальн", "最高分", "满分", "滿分", "最高点", "満点") {
		out |= strongOrder
	}
	return out
}

// asked is "any model reading this should": what is asked of whoever or
// whatever reads, in the third person.
func (o *orderReader) asked() signals {
	if o.has&machine == 0 || o.has&modal == 0 {
		return 0
	}
	lower := strings.ToLower(o.view)
	for _, phrase := range [...]string{"reading this", "reads this", "read this", "processing this", "processes this", "reviewing this", "dies liest", "das liest",
		"diesen text liest", "dieses dokument liest"} {
		if strings.Contains(lower, phrase) {
			return strongMachine
		}
	}
	return 0
}
