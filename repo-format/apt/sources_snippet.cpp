// What a client puts below /etc/apt/sources.list.d/: deb822 (sources.list(5)) with the keys embedded, so that one file
// is the whole set-up, or one line that names a key file, for apt before 2.3.10.
//
// A deb822 value may hold no empty line: the one between the headers and the body of an armored key, and that between
// two keys, becomes " .".
#include "repo-format/apt/sources_snippet.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace slipway::apt {
namespace {

/// The lines of `text` as continuation lines of a field.
std::string as_continuation(std::string_view text) {
    std::string out;
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    for (auto line : split(text, '\n')) {
        line = trimmed(line.substr(0, line.find('\r')));
        out.append(" ").append(line.empty() ? "." : line).append("\n");
    }
    return out;
}

}  // namespace

std::string render(const SourcesSnippet& snippet) {
    return fmt::format("Types: deb\nURIs: {}\nSuites: {}\nComponents: {}\nSigned-By:\n{}", snippet.base_url,
                       snippet.channel, join(snippet.components, " "), as_continuation(snippet.armored_keys));
}

std::string render_list_line(const SourcesSnippet& snippet, const std::string& key_path) {
    return fmt::format("deb [signed-by={}] {} {} {}\n", key_path, snippet.base_url, snippet.channel,
                       join(snippet.components, " "));
}

}  // namespace slipway::apt
