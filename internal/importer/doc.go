// Package importer reads files of message records through the real line. Importing is safe to repeat and to kill at any
// moment: what is stored is passed over, what was stored but not worked is finished.
package importer
