#pragma once

#include "base/digest.hpp"
#include "storage/catalog/tables.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace slipway::storage {

/// The values of a row, in the order of its columns; nothing for null.
struct RowValues {
    std::vector<std::variant<std::monostate, std::int64_t, std::string>> values;

    std::size_t bytes() const;
};

/// Faults: corrupt (a value does not fit its column).
Result<RowValues> read_values(const Table& table, Row& row);
void bind_values(Statement& insert, const Table& table, const RowValues& row);

/// Stands for all rows of a table, whatever their order: databases sort some texts differently.
struct RowSum {
    std::uint64_t rows = 0;
    std::array<std::uint64_t, 4> sum{};  // of the SHA-256 of each row

    void add(const RowValues& row);
    bool operator==(const RowSum&) const = default;
};

}  // namespace slipway::storage
