#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace slipway::cli {

/// Lines of cells under a heading, each column as wide as its widest cell (in code points), without control characters.
class Table {
public:
    using Row = std::vector<std::string>;

    explicit Table(Row heading) { rows_.push_back(std::move(heading)); }
    /// Requires as many cells as the heading has.
    void add(Row row);
    bool is_empty() const { return rows_.size() == 1; }
    std::string render() const;

private:
    std::vector<Row> rows_;
};

/// Renders "Name:  value" lines with aligned values; leaves out lines without a value.
std::string render_fields(const std::vector<std::pair<std::string, std::string>>& fields);

/// Renders "12.3 MB".
std::string human_size(std::uint64_t bytes);

}  // namespace slipway::cli
