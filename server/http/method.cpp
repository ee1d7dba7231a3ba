#include "server/http/method.hpp"

#include <array>

namespace slipway::http {
namespace {

struct Named {
    Method method;
    std::string_view name;
};
constexpr std::array<Named, 8> methods = {{{Method::get, "GET"},
                                           {Method::head, "HEAD"},
                                           {Method::put, "PUT"},
                                           {Method::post, "POST"},
                                           {Method::patch, "PATCH"},
                                           {Method::del, "DELETE"},
                                           {Method::options, "OPTIONS"},
                                           {Method::other, "OTHER"}}};
static_assert(methods.size() == static_cast<std::size_t>(Method::other) + 1);

}  // namespace

std::string_view name_of(Method method) { return methods.at(static_cast<std::size_t>(method)).name; }

Method parse_method(std::string_view name) {
    for (const auto& known : methods)
        if (known.name == name) return known.method;
    return Method::other;
}

}  // namespace slipway::http
