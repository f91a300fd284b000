package dossier

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"dossier/internal/ladder"
	"dossier/internal/postgres"
)

// unanswered lists the gaps of the candidate's last decision on the same step
// that the dossier does not answer.
func unanswered(ctx context.Context, tx pgx.Tx, d *Dossier, level *ladder.Level) (list []MissingItem, err error) {
	type gap struct {
		Number    int    `db:"number"`
		Criterion string `db:"criterion"`
		Text      string `db:"text"`
		ClosedBy  string `db:"closed_by"`
	}
	gaps, err := postgres.Rows[gap](ctx, tx, "read earlier gaps", `select number, criterion, text, closed_by from earlier_gap
		where dossier_id = @dossier and answer is null order by number`, pgx.NamedArgs{"dossier": d.UUID})
	for _, g := range gaps {
		title := g.Criterion
		if c := level.Criterion(g.Criterion); c != nil {
			title = c.Title
		}
		list = append(list, MissingItem{
			Key: fmt.Sprintf("earlier-gap-%d", g.Number), Title: title,
			Explanation: fmt.Sprintf("The decision before named a gap: %s What would close it: %s Say with answerEarlierGap what became of it.", g.Text, g.ClosedBy),
		})
	}
	return list, err
}
