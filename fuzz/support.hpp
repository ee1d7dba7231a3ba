#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// What the targets share: how a postcondition is asserted, and how one input becomes several.
namespace slipway::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Takes an input apart, from its start. What is not there any more reads as zero or empty.
class Pieces {
public:
    Pieces(const std::uint8_t* data, std::size_t size) : rest_(text_of(data, size)) {}

    unsigned byte() {
        if (rest_.empty()) return 0;
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }
    /// Up to the next byte FF, which no UTF-8 text has; the mark goes with it.
    std::string_view text() {
        const auto end = rest_.find('\xff');
        const auto piece = rest_.substr(0, end);
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
        return piece;
    }
    std::string_view bytes(std::size_t size) {
        const auto piece = rest_.substr(0, size);
        rest_.remove_prefix(piece.size());
        return piece;
    }
    std::string_view rest() const { return rest_; }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

/// Whether ASCII has no line end, nor any other control character, here.
inline bool is_one_line(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
    return true;
}

/// NEL, LINE SEPARATOR or PARAGRAPH SEPARATOR, which end lines in Python and elsewhere.
inline bool has_unicode_line_end(std::string_view text) {
    for (const auto* end : {"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"})
        if (text.find(end) != text.npos) return true;
    return false;
}

/// Whether a text can be one segment of a path.
inline bool is_path_component(std::string_view text) {
    return !text.empty() && text.size() <= 255 && text != "." && text != ".." && is_one_line(text) &&
           text.find_first_of("/ ") == text.npos;
}

}  // namespace slipway::fuzz
