// Package testschema is a small executable schema for the tests of wire: each
// field does one thing that a transport must cope with.
package testschema

//go:generate go tool gqlgen generate
