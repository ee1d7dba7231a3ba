// ASCII armor (RFC 4880 section 6): base64 of OpenPGP packets between BEGIN and END lines, with optional headers and a
// 24-bit checksum. It is written here because GPGME can neither join keys of several blocks into one block without a
// keyring nor say how many blocks a text has, and both matter: apt and Sequoia read only the first block of a file.

#include "signing/openpgp/armor.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "signing/keys/key.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace slipway::signing {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t line_width = 64;
constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";

std::uint32_t crc24(ByteView bytes) {
    std::uint32_t crc = 0xB704CE;
    for (const char byte : bytes) {
        crc ^= std::uint32_t{static_cast<unsigned char>(byte)} << 16;
        for (int bit = 0; bit < 8; ++bit) {
            crc <<= 1;
            if ((crc & 0x1000000) != 0) crc ^= 0x1864CFB;
        }
    }
    return crc & 0xFFFFFF;
}

std::string crc24_bytes(ByteView bytes) {
    const std::uint32_t crc = crc24(bytes);
    return {static_cast<char>(crc >> 16), static_cast<char>(crc >> 8), static_cast<char>(crc)};
}

std::string to_base64(ByteView bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i)
            group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
        for (std::size_t i = 0; i < 4; ++i) out += at + i <= bytes.size() ? alphabet[group >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string out;
    std::uint32_t group = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_padding = at + padding >= text.size();
        const auto digit = is_padding ? 0 : alphabet.find(text[at]);
        if (digit == std::string_view::npos) return std::nullopt;
        group = group << 6 | static_cast<std::uint32_t>(digit);
        if (at % 4 != 3) continue;
        out += {static_cast<char>(group >> 16), static_cast<char>(group >> 8), static_cast<char>(group)};
        group = 0;
    }
    out.resize(out.size() - padding);
    return out;
}

std::optional<std::string> mark_type(std::string_view line, std::string_view mark) {
    if (!line.starts_with(mark) || !line.ends_with(dashes)) return std::nullopt;
    if (line.size() <= mark.size() + dashes.size()) return std::nullopt;
    return std::string(line.substr(mark.size(), line.size() - mark.size() - dashes.size()));
}

Error malformed(std::string_view type, std::string_view what) {
    return Error(Fault::invalid_input, "armor block " + std::string(type) + " " + std::string(what));
}

/// Reads the block whose BEGIN line is at `at`, and moves `at` behind its END line.
Result<ArmorBlock> parse_block(const std::vector<std::string_view>& lines, std::size_t& at, std::string type) {
    while (++at < lines.size() && lines[at].find(':') != std::string_view::npos) {
    }  // headers: "Name: value"
    std::string base64;
    std::string checksum;
    for (; at < lines.size(); ++at) {
        const auto line = lines[at];
        if (line.starts_with(end_mark)) break;
        if (line.starts_with('=') && line.size() == 5)
            checksum = line.substr(1);
        else
            base64 += line;
    }
    if (at == lines.size() || mark_type(lines[at], end_mark) != type) return malformed(type, "has no end line");
    ++at;
    auto bytes = from_base64(base64);
    if (!bytes) return malformed(type, "is not base64");
    if (!checksum.empty() && from_base64(checksum) != crc24_bytes(*bytes))
        return malformed(type, "has a wrong checksum");
    return ArmorBlock{std::move(type), std::move(*bytes)};
}

}  // namespace

Result<std::vector<ArmorBlock>> parse_armor(std::string_view text) {
    std::vector<std::string_view> lines;
    for (auto line : split(text, '\n')) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
            line.remove_suffix(1);
        lines.push_back(line);
    }
    std::vector<ArmorBlock> blocks;
    for (std::size_t at = 0; at < lines.size();) {
        auto type = mark_type(lines[at], begin_mark);
        if (!type || *type == "PGP SIGNED MESSAGE")
            ++at;
        else
            blocks.push_back(TRY(parse_block(lines, at, std::move(*type))));
    }
    if (blocks.empty()) return Error(Fault::invalid_input, "no armor block (-----BEGIN …-----) was found");
    return blocks;
}

std::string render_armor(const ArmorBlock& block) {
    std::string out = std::string(begin_mark) + block.type + std::string(dashes) + "\n\n";
    const std::string base64 = to_base64(block.bytes);
    for (std::size_t at = 0; at < base64.size(); at += line_width) out += base64.substr(at, line_width) + '\n';
    out += '=' + to_base64(crc24_bytes(block.bytes)) + '\n';
    return out + std::string(end_mark) + block.type + std::string(dashes) + '\n';
}

Result<std::string> dearmored(std::string_view armored_keys) {
    std::string out;
    if (armored_keys.find_first_not_of(" \t\r\n") == std::string_view::npos) return out;
    for (const auto& block : TRY(parse_armor(armored_keys))) out += block.bytes;
    return out;
}

Result<std::string> merged_armor(std::string_view armored_keys) {
    auto bytes = TRY(dearmored(armored_keys));
    if (bytes.empty()) return std::string();
    return render_armor({"PGP PUBLIC KEY BLOCK", std::move(bytes)});
}

}  // namespace slipway::signing
