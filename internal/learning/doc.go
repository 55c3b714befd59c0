// Package learning teaches triage what the company's people say of single messages. A correction arms a timer; when it is
// due, one node reads what was said, learns a layer outside of any transaction, compares it on messages that were held
// back with what is in force, and stores it as a version: taken into use when it reads them better, else refused with its
// figures. Every node reads with the version in force, and with the built-in models alone where there is none or it cannot
// be read.
package learning
