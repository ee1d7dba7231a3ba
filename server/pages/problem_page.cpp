// `/problems/{code}`: the page that the `type` of a problem points to.
#include "server/http/problem.hpp"
#include "server/http/status.hpp"
#include "server/pages/document.hpp"
#include "server/pages/sections.hpp"

namespace slipway::server {
namespace {

unsigned status_of(const Problem& problem) { return http::status_of(Error(problem, "")); }

}  // namespace

Markup problems_main(const files::PageContext& context) {
    Markup out = html(
        "<h1>Problems</h1>\n<p class=\"lead\">What the API answers when it refuses a request.</p>\n"
        "<div class=\"scroll\"><table class=\"stack\">\n<thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr>"
        "</thead>\n<tbody>\n");
    for (const auto& problem : all_problems())
        out += html("<tr><th scope=\"row\"><a href=\"{0}/problems/{1}\">{1}</a></th><td>{2}</td><td>{3}</td></tr>\n",
                    path_of(context.base_url), problem.code, status_of(problem), problem.title);
    return out += html("</tbody>\n</table></div>\n");
}

Markup problem_main(const files::PageContext& context, const Problem& problem) {
    const auto status = status_of(problem);
    return html(
        "<h1>{}</h1>\n<p class=\"lead\">{}.</p>\n<h2>What to do</h2>\n<p>{}</p>\n"
        "<p class=\"hint\">Status {} {}. The <code>detail</code> of the answer has the particulars.</p>\n"
        "<p class=\"more\"><a href=\"{}/problems/\">All problems</a></p>\n",
        problem.code, problem.title, problem.remedy, status, http::reason_of(status), path_of(context.base_url));
}

}  // namespace slipway::server
