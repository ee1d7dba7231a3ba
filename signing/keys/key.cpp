#include "signing/keys/key.hpp"

#include <array>
#include <utility>

namespace slipway::signing {
namespace {

constexpr std::array algorithm_names{
    std::pair{KeyAlgorithm::rsa3072, std::string_view("rsa3072")},
    std::pair{KeyAlgorithm::rsa4096, std::string_view("rsa4096")},
    std::pair{KeyAlgorithm::ed25519, std::string_view("ed25519")},
};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
    for (const auto& [candidate, name] : table)
        if (candidate == value) return name;
    return "unknown";
}

template <class Value, std::size_t size>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, size>& table,
                              std::string_view name) {
    for (const auto& [value, candidate] : table)
        if (candidate == name) return value;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(KeyAlgorithm algorithm) { return name_in(algorithm_names, algorithm); }

std::optional<KeyAlgorithm> parse_algorithm(std::string_view name) { return value_in(algorithm_names, name); }

}  // namespace slipway::signing
