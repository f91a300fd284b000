package text
type index struct{}
func onceIndex(*Document) func() *index { return nil }
