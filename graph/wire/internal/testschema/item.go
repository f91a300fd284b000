package testschema

// Item is an object that holds itself, to any depth and width.
type Item struct{ ID string }
