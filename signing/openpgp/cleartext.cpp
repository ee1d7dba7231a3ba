// The cleartext signature framework (RFC 4880 section 7): a text that stays readable, and the armor of its signature
// behind it. Lines that begin with a dash get "- " in front, so that none looks like an armor line. The newline before
// the armor belongs to neither, so the canonical text ends without one.

#include "signing/openpgp/cleartext.hpp"

#include <optional>

namespace slipway::signing {
namespace {

constexpr std::string_view begin_message = "-----BEGIN PGP SIGNED MESSAGE-----\n";
constexpr std::string_view begin_signature = "-----BEGIN PGP SIGNATURE-----\n";
constexpr std::string_view end_signature = "-----END PGP SIGNATURE-----\n";
constexpr std::string_view hash_header = "Hash: ";
constexpr std::string_view dash_escape = "- ";

/// Removes the next line, including its newline, and returns it.
std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    return line;
}

std::string_view without_trailing_blanks(std::string_view line) {
    const auto last = line.find_last_not_of(" \t\r");
    return line.substr(0, last == line.npos ? 0 : last + 1);
}

bool take_prefix(std::string_view& rest, std::string_view prefix) {
    if (!rest.starts_with(prefix)) return false;
    rest.remove_prefix(prefix.size());
    return true;
}

Error malformed(std::string_view what) {
    return Error(Fault::invalid_input, "the clear-signed message " + std::string(what));
}

/// Returns the lines before the signature; afterwards `rest` begins with it. Returns nothing if a line is not escaped.
std::optional<std::string> take_text(std::string_view& rest) {
    std::string text;
    while (!rest.empty() && !rest.starts_with(begin_signature)) {
        auto line = next_line(rest);
        if (!take_prefix(line, dash_escape) && line.starts_with('-')) return std::nullopt;
        text.append(line) += '\n';
    }
    return text;
}

}  // namespace

std::string canonical_text(std::string_view text) {
    std::string canonical;
    canonical.reserve(text.size() + text.size() / 32);
    while (!text.empty()) {
        canonical += without_trailing_blanks(next_line(text));
        canonical += "\r\n";
    }
    if (!canonical.empty()) canonical.resize(canonical.size() - 2);
    return canonical;
}

std::string render_clear_signed(const ClearSigned& message) {
    std::string out(begin_message);
    out.append(hash_header).append(message.hash) += "\n\n";
    for (std::string_view rest = message.text; !rest.empty();) {
        const auto line = next_line(rest);
        if (line.starts_with('-')) out += dash_escape;
        out.append(line) += '\n';
    }
    return out + message.armored_signature;
}

Result<ClearSigned> parse_clear_signed(std::string_view message) {
    auto rest = message;
    if (!take_prefix(rest, begin_message)) return malformed("does not begin as one");
    if (!take_prefix(rest, hash_header)) return malformed("does not name its hash");
    ClearSigned parsed;
    parsed.hash = next_line(rest);
    if (!take_prefix(rest, "\n")) return malformed("has other headers than its hash");
    auto text = take_text(rest);
    if (!text) return malformed("has a line with a dash that is not escaped");
    parsed.text = std::move(*text);
    const auto end = rest.find(end_signature);
    if (end == rest.npos || end + end_signature.size() != rest.size()) return malformed("does not end in a signature");
    parsed.armored_signature = rest;
    return parsed;
}

}  // namespace slipway::signing
