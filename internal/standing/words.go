package standing

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// count writes a number with its noun: "1 surface", "2 surfaces", "2 companies".
func count(n int, noun string) string {
	if n != 1 {
		if stem, ok := strings.CutSuffix(noun, "ny"); ok {
			noun = stem + "nie"
		}
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// is is the verb for a number.
func is(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// was is the verb for a number in the past.
func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// there tells of a number: "there is 1 surface", "there are 2 surfaces".
func there(n int, noun string) string { return "there " + is(n) + " " + count(n, noun) }

// named is how many names of a list are written out.
const named = 10

// list joins names: "a, b and c".
func list(names []string) string {
	if len(names) > named {
		names = append(names[:named:named], strconv.Itoa(len(names)-named)+" more")
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// colon is a list after a colon, nothing for none.
func colon(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ": " + list(names)
}

// words is a word of a record as people read it: BOARD_DISCUSSIONS is "board
// discussions".
func words(enum string) string { return strings.ToLower(strings.ReplaceAll(enum, "_", " ")) }

// figure is a number in as few digits as it needs.
func figure(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// quoted is a title with its company.
func quoted(title, company string) string {
	if company == "" {
		return "“" + title + "”"
	}
	return "“" + title + "” (" + company + ")"
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

// sentences joins those that say something.
func sentences(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " ")
}

// when is a sentence that is said only where it holds.
func when(holds bool, format string, args ...any) string {
	if !holds {
		return ""
	}
	return fmt.Sprintf(format, args...)
}
