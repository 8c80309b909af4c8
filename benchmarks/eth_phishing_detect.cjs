// How many names a second does eth-phishing-detect compare with two names?
//
//   node eth_phishing_detect.cjs FOLDER < names
//
// FOLDER is where npm installed the package. Prints names a second; the start of node and the
// reading of the names are left out.
'use strict'

const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')

const PhishingDetector = createRequire(`${process.argv[2]}/`)('eth-phishing-detect/src/detector')
const detector = new PhishingDetector({
  whitelist: [],
  blacklist: [],
  fuzzylist: ['tokenpocket.pro', 'tpwallet.io'],
  tolerance: 2, // that of the list in the package; the time is the same for any
})
const names = readFileSync(0, 'utf8').split('\n')

const start = process.hrtime.bigint()
const flagged = names.filter((name) => detector.check(name).result)
const nanoseconds = Number(process.hrtime.bigint() - start)
if (flagged.length === names.length) throw new Error('everything is flagged')
console.log((names.length * 1e9) / nanoseconds)
