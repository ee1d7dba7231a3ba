// Headers hold whatever bytes a spec file held. expat, which reads the metadata on clients, stops at the first byte
// that is not XML: one package could make a whole repository unusable. So, as in createrepo_c, text that is not UTF-8
// is taken for Latin-1, its C1 controls (0x80 to 0x9f and on to 0xbf: likely misread cp-1252) dropped.
//
// Control characters in valid UTF-8 are refused at the upload (copied_texts). Should one come here all the same, it is
// dropped, and so are U+FFFE and U+FFFF, on which createrepo_c would break the document: whatever is rendered is XML.
#include "repo-format/yum/xml_text.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace slipway::yum {
namespace {

bool is_legal_ascii(unsigned char c) { return c >= 0x20 || c == '\t' || c == '\n' || c == '\r'; }

std::string without_controls(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const std::string_view rest = utf8.substr(i);
        if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf"))
            i += 2;
        else if (is_legal_ascii(static_cast<unsigned char>(utf8[i])))
            text += utf8[i];
    }
    return text;
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) {
        const auto c = static_cast<unsigned char>(byte);
        if (c < 0x80 && is_legal_ascii(c)) text += byte;
        if (c < 0xc0) continue;
        text += '\xc3';
        text += static_cast<char>(0x80 | (c & 0x3f));
    }
    return text;
}

/// libxml2's escapes, by which createrepo_c writes. A raw CR would be read back as LF, and in an attribute tab and
/// newline as blanks.
std::string_view escape_of(char c, bool in_attribute) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '\r': return "&#13;";
        case '"': return in_attribute ? "&quot;" : "";
        case '\n': return in_attribute ? "&#10;" : "";
        case '\t': return in_attribute ? "&#9;" : "";
        default: return "";
    }
}

constexpr std::string_view escaped_characters = "&<>\r\"\n\t";

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
    for (const char c : text) {
        const std::string_view escape = escape_of(c, in_attribute);
        if (escape.empty())
            out += c;
        else
            out += escape;
    }
}

}  // namespace

std::string legal_text(std::string_view bytes) {
    return is_valid_utf8(bytes) ? without_controls(bytes) : from_latin1(bytes);
}

void append_escaped_text(std::string& out, std::string_view legal) { append_escaped(out, legal, false); }
void append_escaped_attribute(std::string& out, std::string_view legal) { append_escaped(out, legal, true); }

std::string unescaped(std::string_view xml) {
    std::string text;
    while (!xml.empty()) {
        const auto found =
            std::ranges::find_if(escaped_characters, [&](char c) { return xml.starts_with(escape_of(c, true)); });
        const bool is_escape = found != escaped_characters.end();
        text += is_escape ? *found : xml.front();
        xml.remove_prefix(is_escape ? escape_of(*found, true).size() : 1);
    }
    return text;
}

}  // namespace slipway::yum
