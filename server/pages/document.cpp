// The frame of every page. No scripts, no foreign resources: the Content-Security-Policy allows one style sheet and
// images, both below /static/.
#include "server/pages/document.hpp"

namespace slipway::server {
namespace {

constexpr std::string_view scheme_end = "://";

Markup base_url_note(const Frame& frame) {
    if (frame.base_url_configured) return {};
    return html(
        "<aside class=\"note\"><p><strong><code>public_url</code> is not set.</strong> The addresses on this page "
        "begin "
        "with the one you asked for, <code>{}</code>. Set <code>public_url</code> to the address your machines use.</p>"
        "</aside>\n",
        frame.base_url);
}

}  // namespace

std::string_view address_of(std::string_view base_url) {
    const auto scheme = base_url.find(scheme_end);
    return scheme == std::string_view::npos ? base_url : base_url.substr(scheme + scheme_end.size());
}

std::string_view path_of(std::string_view base_url) {
    const auto address = address_of(base_url);
    const auto path = address.find('/');
    return path == std::string_view::npos ? std::string_view() : address.substr(path);
}

std::string document(const Frame& frame, const Markup& main) {
    const auto root = path_of(frame.base_url);
    return html(
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{0}</title>\n"
               "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{1}/static/icon.svg\">\n"
               "<link rel=\"stylesheet\" href=\"{1}/static/style.css\">\n</head>\n<body>\n"
               "<header><a class=\"home\" href=\"{1}/\"><img src=\"{1}/static/icon.svg\" alt=\"\" width=\"28\" "
               "height=\"28\"><span>{2}</span></a></header>\n<main>\n{3}{4}</main>\n"
               "<footer><p>Served by Slipway · <a href=\"{1}/api/v1/openapi.json\">HTTP API</a></p></footer>\n"
               "</body>\n</html>\n",
               frame.title, root, address_of(frame.base_url), base_url_note(frame), main)
        .text;
}

Markup command(std::string_view line) { return html("<pre tabindex=\"0\"><code>{}</code></pre>\n", line); }

Markup time_of(Seconds time) {
    const auto iso = iso_date(time);  // "2026-11-22T16:01:02Z"
    return html("<time datetime=\"{}\">{} {} UTC</time>", iso, iso.substr(0, 10), iso.substr(11, 5));
}

std::string counted(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace slipway::server
