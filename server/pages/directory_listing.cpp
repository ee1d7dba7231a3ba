// What Apache and nginx show, and so what `wget -r` and lftp read. Without the frame of other pages, whose links lead
// out of the directory.
#include "server/pages/directory_listing.hpp"

#include "base/percent_encoding.hpp"
#include "server/pages/markup.hpp"

namespace slipway::server {
namespace {

std::string encoded(std::string_view name) { return percent_encode(name, "/+"); }

/// A package is shown by its name alone, though it stands in a directory of its own.
std::string_view shown(std::string_view name) {
    const auto slash = name.find('/');
    return slash == name.npos || slash + 1 == name.size() ? name : name.substr(slash + 1);
}

/// Digests and names of packages have no place where a browser would break them, and phones are narrow.
Markup breakable(std::string_view text) {
    constexpr std::size_t piece = 16;
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };  // UTF-8
    Markup out;
    while (text.size() > piece) {
        auto end = piece;
        while (end < text.size() && continues(text[end])) ++end;
        out += html("{}{}", text.substr(0, end), Markup{end < text.size() ? "<wbr>" : ""});
        text.remove_prefix(end);
    }
    out += html("{}", text);
    return out;
}

Markup line(const files::DirectoryEntry& entry) {
    const auto link = html("<a href=\"{}\">{}</a>", encoded(entry.name), breakable(shown(entry.name)));
    if (!entry.size) return html("<li>{}</li>\n", link);
    return html("<li>{} {}</li>\n", link, *entry.size);
}

}  // namespace

std::string directory_listing(const files::DirectoryPage& page) {
    Markup lines;
    for (const auto& entry : page.entries) lines += line(entry);
    Markup next;
    if (page.next) next = html("<p><a href=\"?after={}\" rel=\"next\">Next page</a></p>\n", percent_encode(*page.next));
    return html(
               "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Index of {0}</title>\n</head>\n<body>\n"
               "<main>\n<h1>Index of {3}</h1>\n<ul>\n<li><a href=\"../\">../</a></li>\n{1}</ul>\n{2}</main>\n"
               "</body>\n</html>\n",
               page.path, lines, next, breakable(page.path))
        .text;
}

}  // namespace slipway::server
