#include "cli/table.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace slipway::cli {
namespace {

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void append_padded(std::string& out, std::string_view text, std::size_t width) {
    out.append(text).append(width - std::min(width, width_of(text)), ' ');
}

}  // namespace

void Table::add(Row row) {
    assert(row.size() == rows_.front().size());
    for (auto& cell : row) cell = cell.empty() ? "-" : printable(cell);
    rows_.push_back(std::move(row));
}

std::string Table::render() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    std::string out;
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) append_padded(out, row[i], widths[i] + 2);
        out.append(row.back()).append("\n");
    }
    return out;
}

std::string render_fields(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::size_t width = 0;
    for (const auto& [name, value] : fields)
        if (!value.empty()) width = std::max(width, width_of(name));
    std::string out;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        append_padded(out, name + ":", width + 3);
        out.append(printable(value)).append("\n");
    }
    return out;
}

std::string human_size(std::uint64_t bytes) {
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

}  // namespace slipway::cli
