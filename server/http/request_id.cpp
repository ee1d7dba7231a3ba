#include "server/http/request_id.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace slipway::http {
namespace {

constexpr std::size_t longest_id = 128;

/// Nothing that a log, a shell or a page would have to quote.
bool is_well_formed(std::string_view id) {
    const auto is_allowed = [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("-._~:+/=@").find(c) != std::string_view::npos;
    };
    return !id.empty() && id.size() <= longest_id && std::ranges::all_of(id, is_allowed);
}

std::mt19937_64 seeded() {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
}

}  // namespace

std::string request_id_of(const Headers& headers) {
    const auto given = headers.find_all("X-Request-Id");
    return given.size() == 1 && is_well_formed(given.front()) ? std::string(given.front()) : new_request_id();
}

std::string new_request_id() {
    thread_local std::mt19937_64 random = seeded();  // names, not secrets
    const std::array numbers{random(), random()};
    return to_hex({reinterpret_cast<const char*>(numbers.data()), sizeof(numbers)});
}

}  // namespace slipway::http
