package claims

// The families of words that the readers share. A phrase with a space is
// looked for as it stands, a single word as a beginning.

// outageWords name an outage by themselves.
func outageWords() []string {
	return []string{
		"outage", "incident", "disturbance", "unterbruch", "downtime", "stoppage", "shutdown", "system failure", "never failed", "never stopped", "without a failure", "standstill", "blackout", "breakdown", "interruption", "disruption",
		"went dark", "gone dark", "go dark", "went down", "gone down", "been down", "was down", "were down", "down for", "stood still", "fell over",
		"off the air", "out of service", "out of action", "unavailable", "unreachable", "ausfall", "ausfälle", "ausgefallen", "fiel aus",
		"fielen aus", "stillstand", "stillgestanden", "störung", "störfall", "unterbrechung", "nicht erreichbar", "lahmgelegt",
	}
}

// haltWords may name an outage, where the sentence speaks of whose fault it was.
func haltWords() []string {
	return []string{"stop", "fail", "halt", "broke", "dark", "down", "crash", "lost", "steh", "stand", "gestanden", "versagt"}
}

// faultWords say that an outage was, or was not, of the team's own making.
func faultWords() []string {
	return []string{
		"of our making", "of our own making", "through our own", "by our own", "our own neglect", "our own fault", "our own mistake", "our fault", "my fault", "fault that was ours", "fault of ours", "fault was ours", "our neglect",
		"own doing", "self-inflicted", "home-made", "homemade", "negligence", "selbst verschuldet", "selbstverschuldet", "selbst verursacht",
		"eigenes verschulden", "eigenem verschulden", "eigener fehler", "eigene fehler", "eigene schuld", "unsere schuld", "hausgemacht",
		"unser verschulden", "unserem verschulden", "caused by us", "because of us", "on our account", "by our hand", "down to us", "our own doing", "we caused", "i caused", "of my own making", "through us",
		"through me", "unseretwegen", "durch uns", "an uns lag", "an uns gelegen", "von uns verursacht", "auf unser konto", "auf unsere kappe", "laid at our door",
	}
}

// preventWords say that an outage could have been prevented.
func preventWords() []string {
	return []string{"prevent", "avoid", "vermeidbar", "verhindern", "verhindert", "vermeiden", "vermieden", "verhinderbar", "could have been"}
}

// goodWords call something a success.
func goodWords() []string {
	return []string{
		"positive", "good", "well", "right", "worked", "paid off", "held up", "success", "sound", "fruitful", "benefi", "of use", "to our advantage", "vindicated",
		"stood the test", "worth it", "proved sound", "justified", "bewährt", "positiv", "richtig", "aufgegangen", "erfolg", "gut aus", "gut gegangen", "gut herausgekommen", "gut gekommen", "gut ausgegangen", "gut ausgefallen",
		"gelungen", "geglückt", "gerechnet", "ausgezahlt", "bestätigt", "zum guten", "nutzen", "vorteil", "lohnend",
	}
}

// betterWords say that work went better after a change.
func betterWords() []string {
	return append(goodWords(), "faster", "better", "quicker", "smoother", "happier", "stronger", "improve", "gained", "healthier", "schneller",
		"besser", "reibungslos", "gestärkt", "verbessert", "geben ihr recht", "geben ihm recht", "geben mir recht", "gewinn")
}

// shapeWords tell that a team was given another structure.
func shapeWords() []string {
	return []string{
		"restructur", "reorgani", "regroup", "divided", "split", "merged", "combined", "put together", "joined together", "moved", "outsourc",
		"re-form", "reshuffl", "folded", "dissolv", "reform", "rearrang", "crew", "squad", "pods", "pair", "umstruktur", "umgebaut", "umbau",
		"aufgeteilt", "geteilt", "zusammengelegt", "zusammenleg", "zusammengeführt", "aufgelöst", "neu geordnet", "neuordnung", "maßnahme",
		"ausgelagert", "verteilt", "neu aufgestellt", "reorganis",
	}
}

// chargeWords say that the one who writes has something in their charge.
func chargeWords() []string {
	return []string{
		"i own", "i have owned", "owned", "owner of", "ownership of", "responsible for", "responsibility for", "in charge", "charge of", "in my charge", "i run", "i ran",
		"i lead", "i led", "i head", "i hold", "i held", "i look after", "look after", "looked after", "looking after", "answer for", "answers for", "answered for", "answer at present for", "answers at present for", "also carry", "now carry", "also run", "now run", "also hold", "also lead", "also own", "now own",
		"answerable for", "under me", "are mine", "were mine", "under my", "in my care", "in my hands", "in my keeping", "with me", "i manage", "i managed",
		"i carry", "i carried", "i have carried", "i oversee", "i oversaw", "accountable for", "belong to me", "belonged to me", "mine to", "on my shoulders", "on my desk", "fell to me", "given to me", "entrusted",
		"under one roof with me", "my portfolio", "she ran", "he ran", "she runs", "he runs", "she held", "he held", "she holds", "he holds", "she carries", "he carries",
		"she owns", "he owns", "she leads", "he leads", "verantwort", "leite ich", "ich leite", "leitete ich", "ich führe", "führte ich", "betreu",
		"in meiner verantwortung", "in meiner hand", "in meinen händen", "gehören mir", "unterstanden mir", "unterstehen mir", "oblag", "oblieg",
		"zuständig", "bei mir", "unter mir", "mir anvertraut", "in meiner obhut", "auf meinem tisch", "mir unterstellt", "mein verantwortungsbereich",
		"meinem verantwortungsbereich", "sie führt", "er führt", "sie leitet", "er leitet",
	}
}

// guidedWords name the persons whom the candidate mentors.
func guidedWords() []string {
	return []string{
		"mentee", "pupil", "protégé", "protege", "learner", "trainee", "under guidance", "under my guidance", "under my wing", "in my care", "people i guide", "i guide", "i teach", "my charges", "apprentice", "i mentor", "i coach", "mentored", "coached",
		"schützling", "schülerin", "schüler", "von mir begleitet", "anvertraut", "lehrling", "ich fördere", "geförderte", "begleite ich", "betreue ich", "ich begleite", "begleitete", "betreute", "betreuten",
	}
}

// roseWords say that somebody has moved up.
func roseWords() []string {
	return []string{
		"promot", "advanced", "changed grade", "changed level", "changed rank", "moved a grade", "moved up", "moved on", "risen", "rose", "come up", "gone up", "went up", "climbed", "stepped up", "up a level",
		"up a rung", "one level", "a level higher", "gained a level", "a rung", "been raised", "a step higher", "a step up", "made the next level", "next level", "befördert", "aufgestiegen", "aufgerückt", "eine stufe", "stufe höher", "weitergekommen",
	}
}

// spokeWords say that somebody spoke before others.
func spokeWords() []string {
	return []string{
		"present", "pitch", "in front of", "stood before", "stood up before", "spoke", "spoken", "briefed", "addressed", "appeared", "reported to", "meetings with",
		"before the", "before our", "before my", "before their", "before her", "before his", "explained to", "heard", "sat before", "faced", "answered to",
		"answered the", "came before", "went before", "called before", "went to the", "invited to", "took to the", "defended", "vorgetragen", "vortrag", "vorträge", "vorgestellt", "präsentiert", "referiert",
		"informiert", "berichtet", "gesprochen", "gestanden", "aufgetreten", "trug", "sprach", "erläutert", "geredet", "rede gestanden", "rechenschaft", "talked to", "gave account", "rendered account", "took questions",
	}
}

// statusWords say that somebody is employed or hired, and no founder.
func statusWords() []string {
	return []string{
		"employee", "employed", "contractor", "subcontractor", "freelancer", "hired hand", "on the payroll", "on a salary", "hired help", "consultant", "supplier",
		"angestellt", "arbeitnehmer", "dienstleister", "auftragnehmer", "freiberufl", "externer", "externe ",
	}
}
