#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::deb {

/// A field of relations to other packages, and what its value may contain besides names.
struct RelationField {
    std::string_view name;
    bool takes_alternatives = true;  // "a | b"
    bool takes_ranges = true;        // comparisons other than "="
    bool is_read_by_dpkg = true;     // else dpkg and apt copy the value, whatever it is
};

/// Found without case; null for any other field.
const RelationField* find_relation_field(std::string_view name);

enum class Comparison : unsigned char { earlier, earlier_or_equal, equal, later_or_equal, later };

struct Constraint {
    Comparison comparison = Comparison::equal;
    std::string version;

    bool operator==(const Constraint&) const = default;
};

/// One package that is meant: "python3:any (>= 3.9)".
struct Relation {
    std::string name;          // in lower case, as dpkg keeps it
    std::string architecture;  // "any", an architecture, or "" without a qualifier
    std::optional<Constraint> constraint;

    bool operator==(const Relation&) const = default;
};

using Alternatives = std::vector<Relation>;

/// The value of a relation field.
struct Relations {
    std::vector<Alternatives> entries;
    std::vector<std::string> respelled;  // as written: what dpkg takes for something else than it looks like

    /// Reads `value` as dpkg does. Faults: invalid_input, naming the entry and what to write.
    static Result<Relations> parse(const RelationField& field, std::string_view value);
    /// "a:any (>= 1) | b, c": one spelling for one meaning. The inverse of `parse`.
    std::string render() const;
};

}  // namespace slipway::deb
