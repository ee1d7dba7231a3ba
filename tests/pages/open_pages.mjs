// Opens pages in one Chromium, in three forms each: look runs it, with a plan as JSON on standard input. Prints a line of JSON
// with what it found for each.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const plan = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(`${plan.modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const forms = {
    light: { viewport: { width: 1280, height: 860 }, colorScheme: "light" },
    dark: { viewport: { width: 1280, height: 860 }, colorScheme: "dark" },
    narrow: { viewport: { width: 390, height: 844 }, colorScheme: "light", isMobile: true, hasTouch: true },
};

// In the page: what is wider than the window, or has to be moved sideways to be read.
function tooWide() {
    const found = [];
    const name = (e) => e.tagName.toLowerCase() + (e.className ? "." + String(e.className).replaceAll(" ", ".") : "");
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const e of document.querySelectorAll("body *")) {
        const box = e.getBoundingClientRect();
        if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "auto" && e.clientWidth > 0)
            found.push(`${name(e)} has to be moved sideways`);
        else if (box.right > width + 1 && box.width > 0 && !e.closest(".scroll")) found.push(`${name(e)} ends at ${Math.round(box.right)} px`);
    }
    return found;
}

async function axeFindings(page) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        rules: { "color-contrast-enhanced": { enabled: false } },
    }));
    return result.violations.flatMap((rule) =>
        rule.nodes.map((node) => `axe ${rule.id}: ${rule.help}: ${node.html.slice(0, 140)} ${node.any.map((any) => any.message).join("; ")}`));
}

// The page, or its beginning: what follows in a long list looks alike.
async function photograph(page, name) {
    const [width, height] = await page.evaluate(() => [innerWidth, document.documentElement.scrollHeight]);
    await page.screenshot({ path: `${plan.directory}/${name}.png`, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, 4000) } });
}

// Where a link of this text leads from there.
async function linkFrom(page, address, text) {
    await page.goto(address);
    return page.getByRole("link", { name: text }).first().evaluate((link) => link.href);
}

async function look(page, form, wanted) {
    const found = [];
    const complain = (message) => message.type() === "error" && !message.text().includes("the server responded with a status of") &&
        found.push(`console: ${message.text()}`);
    page.on("console", complain);
    const address = wanted.link ? await linkFrom(page, wanted.address, wanted.link) : wanted.address;
    const answer = await page.goto(address);
    if (answer.status() !== wanted.status) found.push(`status ${answer.status()}, expected ${wanted.status}`);
    await photograph(page, `${wanted.name}.${form}`);
    const closed = await page.evaluate(() => {
        const all = [...document.querySelectorAll("details:not([open])")];
        all.forEach((details) => (details.open = true));
        return all.length;
    });
    if (closed > 0) await photograph(page, `${wanted.name}.open.${form}`);
    if (form === "narrow") found.push(...(await page.evaluate(tooWide)));
    if (answer.headers()["content-type"].startsWith("text/html")) found.push(...(await axeFindings(page)));  // not of plain text
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
    page.off("console", complain);
    return { page: wanted.name, form, findings: found, links };
}

const browser = await chromium.launch({
    executablePath: plan.chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", `--host-resolver-rules=MAP ${plan.plain_host} 127.0.0.1`],
});
for (const [form, options] of Object.entries(forms)) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    for (const wanted of plan.pages) console.log(JSON.stringify(await look(page, form, wanted)));
    await context.close();
}
await browser.close();
