package text

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, want string }{
		{"english", "I moved the team to the console because the farmers had no phones.", "en"},
		{"german", "Ich habe die Nachfolgerin selbst gesucht, weil es sonst niemand getan hätte.", "de"},
		{"decomposed", "Fu\u0308r das Lo\u0308schen von Daten habe ich keinen Weg vorgesehen, und das war ein Fehler.", "de"},
		{"spanish", "El equipo decidió cerrar la mitad de los tickets pendientes durante una tarde pública.", ""},
		{"french", "Nous avons confié le budget technique à une équipe plus petite pendant deux ans.", ""},
		{"too short", "The end.", ""},
		{"nothing", "", ""},
		{"code only", "```\nthe of and to in is was for\n```", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Language(Read(tt.body)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestLanguageOfGoldenBodies(t *testing.T) {
	t.Parallel()
	for _, b := range goldenBodies(t) {
		want := "en"
		if strings.HasPrefix(b.name, "open-04") {
			want = "de"
		}
		if got := Language(Read(b.text)); got != want {
			t.Errorf("%s: %q, want %q", b.name, got, want)
		}
	}
}
