/** The page at `/`: one file, with its script in it. */
const { readFileSync } = require('node:fs');

const PAGE = readFileSync('public/index.html', 'utf8');

module.exports = { PAGE };
