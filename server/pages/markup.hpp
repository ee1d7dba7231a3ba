#pragma once

#include "base/text.hpp"

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::server {

/// HTML that is safe to send. Text becomes Markup only through `html`, which escapes it.
struct Markup {
    std::string text;

    Markup& operator+=(const Markup& more) {
        text += more.text;
        return *this;
    }
};

inline std::string_view escaped(const Markup& markup) { return markup.text; }
inline std::string escaped(std::string_view text) { return escape_html(text); }
template <std::integral Number>
Number escaped(Number number) {
    return number;
}

/// Formats like fmt::format: the literal is markup, every text among the arguments is escaped.
template <class... Arguments>
Markup html(fmt::format_string<decltype(escaped(std::declval<const Arguments&>()))...> literal,
            const Arguments&... arguments) {
    return {fmt::format(literal, escaped(arguments)...)};
}

}  // namespace slipway::server
