package text

// Texts of our own with what real bodies hold: hard wraps with split words,
// links, emphasis, nested quotes, soft hyphens, signs and units.
const (
	englishText = `# Notes on two years

We moved the *whole* ledger in **eleven weeks**, which is three fewer than the
plan that [the board signed](https://example.org/plan "the plan") in May; the re-
conciliation job ran every night and found 14 mistakes, all of them ours.

> "You told me it would not hold," Ines said, "and it didn't." She was right.
> The cache – a long-term loan from the search team – fell over at 9:05 on a
> Monday, with -4 °C outside and 41 % of the drivers on the road.

1. I asked Dr. Okafor for approx. 6 months of data (Sec. 4.2 of the contract).
2. She gave us 2.5 years' worth, i.e. more than anybody had read before.
   - Revenue per seat rose by €1.40, not by the €14 that the deck of Q3 claims.
   - No customer left. Two came back in Jan. 2024 after the price was cut by half.

| What | Before | After |
|---|---|---|
| Time to restore a node from the snapshot | 190 minutes | 12 minutes, tested monthly |
| People who can do it without me in the room | one | five of the seven on call |

I would have kept the old vendor. Nobody asked me, and with hindsight I am
glad: their ` + "`v2`" + ` endpoint was switched off the week after we had left it…
`
	germanText = `# Rückblick

Am 3. März 2023 habe ich mit Frau Dr. Kühn die Abrechnung neu geschnitten, z. B.
die Mahnläufe und die Gut` + "\u00ad" + `schriften; ca. 1.200 Rechnungen liefen danach ohne Ein-
griff durch, 38 nicht.

- Die Vor- und Nachteile standen auf **einer** Seite, und der Beirat hat sie im
  2. Quartal gelesen.
- „Ich hätte das nie unterschrieben“, sagte der Gründer, „wenn Sie nicht dabei
  gewesen wären.“ Er meinte die Bürgschaft über 40.000 € für die Werkstatt.

Nicht ich habe Jonas befördert, sondern der Ausschuss; ich habe ihm nur zwei Jahre
lang jeden zweiten Donnerstag zugehört. Seit Okt. 2024 führt er das Lager allein,
u. a. die Inventur mit 17 Leuten. Ohne ihn stünde das Portal still.
`
)
