#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace slipway::api {

struct Member;

/// The members of an object, which are in an array of their own.
struct Members {
    constexpr Members() = default;
    template <std::size_t Count>
    constexpr Members(const std::array<Member, Count>& members) : first(members.data()), count(Count) {}
    constexpr const Member* begin() const { return first; }
    constexpr const Member* end() const;

    const Member* first = nullptr;
    std::size_t count = 0;
};

/// What a JSON value or a parameter of a query may be: a table of constants by which bodies and queries are checked and
/// from which the OpenAPI document is written. The functions below make all kinds of schemas.
struct Schema {
    enum class Type : unsigned char { any, text, integer, boolean, object, list, map, digest_or_object, reference };

    Type type = Type::any;
    std::string_view description{};
    bool nullable = false;
    std::string_view name{};  // of one that stands once in the document and is referred to; "": stands where it is used
    std::string_view format{};                                      // of a text: "date-time"
    std::string_view pattern{};                                     // of a text
    std::string_view words{};                                       // all that a text may be, separated by blanks
    std::int64_t least = std::numeric_limits<std::int64_t>::min();  // a number; a length
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const Schema* of = nullptr;       // the elements; the object; what is referred to
    const Schema* extends = nullptr;  // an object whose members come before these
    Members members{};
    bool closed = false;          // an object with other members is refused
    std::string_view fallback{};  // JSON: what an absent value means

    /// Returns this schema, or the one to which it refers.
    constexpr const Schema& target() const { return type == Type::reference ? *of : *this; }
    constexpr bool has_least() const { return least != std::numeric_limits<std::int64_t>::min(); }
    constexpr bool has_most() const { return most != std::numeric_limits<std::int64_t>::max(); }
};

struct Member {
    std::string_view name;
    Schema schema{};
    bool required = true;
};

constexpr const Member* Members::end() const { return first + count; }

constexpr Schema anything(std::string_view description) { return {.description = description}; }
constexpr Schema a_text(std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description};
}
constexpr Schema a_text_of(std::int64_t least, std::int64_t most, std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description, .least = least, .most = most};
}
constexpr Schema a_text_like(std::string_view pattern, std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description, .pattern = pattern};
}
/// `words`: separated by blanks.
constexpr Schema one_of(std::string_view words, std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description, .words = words};
}
constexpr Schema a_date(std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description, .format = "date-time"};
}
constexpr Schema a_url(std::string_view description = {}) {
    return {.type = Schema::Type::text, .description = description, .format = "uri"};
}
/// A name of a repository, a distro, a channel, a pin.
constexpr Schema a_name(std::string_view description = {}) {
    return a_text_like("^[a-z0-9][a-z0-9._-]{0,62}$", description);
}
constexpr Schema a_digest(std::string_view description = {}) { return a_text_like("^[0-9a-fA-F]{64}$", description); }
constexpr Schema an_integer(std::string_view description = {}) {
    return {.type = Schema::Type::integer, .description = description};
}
constexpr Schema a_number(std::int64_t least, std::int64_t most, std::string_view description = {}) {
    return {.type = Schema::Type::integer, .description = description, .least = least, .most = most};
}
constexpr Schema a_flag(std::string_view description = {}) {
    return {.type = Schema::Type::boolean, .description = description};
}
inline constexpr Schema any_text = a_text();
constexpr Schema a_list_of(const Schema& element, std::string_view description = {}) {
    return {.type = Schema::Type::list, .description = description, .of = &element};
}
constexpr Schema texts(std::string_view description = {}) { return a_list_of(any_text, description); }
/// An object with any names for members, all of one kind.
constexpr Schema a_map_of(const Schema& element, std::string_view description = {}) {
    return {.type = Schema::Type::map, .description = description, .of = &element};
}
/// A package named by its digest, or by an object.
constexpr Schema a_digest_or(const Schema& object) { return {.type = Schema::Type::digest_or_object, .of = &object}; }
/// What another schema says.
constexpr Schema the(const Schema& schema, std::string_view description = {}) {
    return {.type = Schema::Type::reference, .description = description, .of = &schema};
}
/// An object of an answer; clients ignore members that they do not know.
constexpr Schema an_answer(std::string_view name, Members members, std::string_view description = {}) {
    return {.type = Schema::Type::object, .description = description, .name = name, .members = members};
}
/// An object of an answer that has the members of another one, and more.
constexpr Schema an_answer_like(const Schema& other, std::string_view name, Members more) {
    return {.type = Schema::Type::object, .name = name, .extends = &other, .members = more};
}
/// An object of a request: it has no other members.
constexpr Schema a_body(std::string_view name, Members members, std::string_view description = {}) {
    return {.type = Schema::Type::object, .description = description, .name = name, .members = members, .closed = true};
}

constexpr Schema or_null(Schema schema) {
    schema.nullable = true;
    return schema;
}
/// With at least so many elements.
constexpr Schema at_least(std::int64_t least, Schema schema) {
    schema.least = least;
    return schema;
}
/// `value`: JSON, what stands for an absent one.
constexpr Schema unless_told(std::string_view value, Schema schema) {
    schema.fallback = value;
    return schema;
}

constexpr Member required(std::string_view name, const Schema& schema) { return {name, schema, true}; }
constexpr Member maybe(std::string_view name, const Schema& schema) { return {name, schema, false}; }

}  // namespace slipway::api
