package graph_test

import (
	"strings"
	"testing"

	"dossier/internal/id"
)

// toldFields is written from the house's rules on who sees what: a notification
// is its person's, as long as what it is about is for them.
func toldFields() []seen {
	return []seen{
		{"<Ivy is invited>", "Notification", "id kind subject text madeAt", "ok: Ivy; absent: *"},
		{"<Ivy is invited>", "Notification", "dossier", "null: Ivy; absent: *"},
		{"<Ned is invited>", "Notification", "id dossier text", "ok: Ned; absent: *"},
		{"<Sus is invited>", "Notification", "id", "absent: *"},
		{"<Rex is invited>", "Notification", "id", "absent: *"},
		{"<Pat is replaced>", "Notification", "id text", "ok: Pat; absent: *"},
		{"<Pat is replaced>", "Notification", "dossier", "null: Pat; absent: *"},
		{"<Fay is released>", "Notification", "id dossier text", "ok: Fay; absent: *"},
		{"<Dan is decided>", "Notification", "id", "absent: *"},
		{"viewer", "Viewer", "notificationSettings", "ok: *"},
		{"viewer", "Viewer", "notifications", "6: Mel Sam; 4: Ned Kim Rex; 3: Cai Chloe; 1: Ivy Pat Fay; 0: *"},
	}
}

// told names notifications of the hearing's people.
func (c *cast) told() {
	c.T.Helper()
	for as, kind := range map[string]string{"<Ivy is invited>": "SEAT_INVITED", "<Ned is invited>": "SEAT_INVITED", "<Sus is invited>": "SEAT_INVITED", "<Rex is invited>": "SEAT_INVITED",
		"<Pat is replaced>": "SEAT_REPLACED", "<Fay is released>": "RELEASED"} {
		name, _, _ := strings.Cut(as[1:], " ")
		key := c.NewID()
		if err := c.DB.QueryRow(c.T.Context(), `select id from notification where person_id = $1 and kind = $2`, c.who[name].Person, kind).Scan(&key); err != nil {
			c.T.Fatalf("%s: %v", as, err)
		}
		c.name(as, id.Notification, key)
	}
	c.name("<Dan is decided>", id.Notification, c.NewID())
}

func TestEveryNotificationByEverybody(t *testing.T) {
	t.Parallel()
	c := newHearing(t)
	c.told()
	for name := range hearers() {
		c.finds(t, name, toldFields())
	}
}
