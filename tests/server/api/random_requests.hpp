#pragma once

#include "base/json.hpp"
#include "server/api/routing/operation.hpp"
#include "tests/server/api/form_builder.hpp"

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::api {

/// Texts that mean something to a server, by the names of the parameters and members that take them. A member of what
/// stands in `packages` is called "packages.name" first, then "name". A name without texts is left out of requests.
using Known = std::map<std::string, std::vector<std::string>, std::less<>>;

struct RandomRequest {
    http::Method method = http::Method::get;
    std::string target;
    std::optional<std::string> body;
    Fields fields;
    std::string text;  // for messages: target and body, of an upload its files in place of their bytes
};

/// Makes requests for the operations of the router's table, in the form that their paths, parameters and schemas ask
/// for: an operation or a member that is added to the table is in them without being named here. Equal seeds make equal
/// requests.
class RandomRequests {
public:
    explicit RandomRequests(std::uint64_t seed) : random_(seed) {}

    RandomRequest make(const Operation& operation, const Known& known);

    /// Returns a number from 0 to `end` - 1.
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
    /// Returns an element of a list that outlives the result.
    template <class List>
    const auto& one_of(const List& list) {
        return *std::next(std::begin(list), static_cast<std::ptrdiff_t>(below(std::size(list))));
    }

private:
    struct Package {
        std::string format;
        std::string file_name;
        std::string bytes;
    };
    /// What a value is called: `within` is where its object stands, or "".
    struct Place {
        std::string within;
        std::string_view name;
    };

    std::string path(const Operation& operation, const Known& known);
    std::string query(const Operation& operation, const Known& known);
    /// A body of this package, or a form that has it and others.
    void add_upload(RandomRequest& request, const Package& first);
    Package package();

    Json object(const Schema& schema, const std::string& within, const Known& known);
    Json list(const Schema& element, const Place& place, const Known& known);
    std::optional<Json> value(const Schema& given, const Place& place, const Known& known);
    std::optional<std::string> scalar(const Schema& schema, const Place& place, const Known& known);

    std::mt19937_64 random_;
};

}  // namespace slipway::api
