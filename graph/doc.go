// Package graph answers GraphQL requests. A resolver does three things:
// decode arguments, call one domain function, wrap the result. It never opens
// a transaction, reads a row to decide, or composes two domain calls; who may
// see what is decided by package access, what is allowed by the areas.
//
// The resolvers are arranged by area, by hand; the generated code in gen only
// holds interfaces, so a field without a resolver does not compile.
package graph
