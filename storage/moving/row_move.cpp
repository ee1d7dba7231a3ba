// The tables are copied one after another, each in the order of its keys, some thousand rows in a transaction. Behind
// them the same transaction writes "TABLE ROWS" into the target: that table is copied up to there, all before it are
// copied whole. The source stands still meanwhile, so whoever goes on later skips as many rows.
#include "storage/moving/row_move.hpp"

#include "base/text.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/identity/move_marks.hpp"
#include "storage/moving/row_values.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace slipway::storage {
namespace {

/// Larger steps would fill the memory.
constexpr std::size_t most_bytes_of_a_step = std::size_t{16} << 20;

struct Position {
    std::string table{};
    std::uint64_t rows = 0;
};

/// The inverse of `render`.
Position parse_position(const std::string& text) {
    const auto space = text.find(' ');
    if (space == text.npos) return {};
    return {text.substr(0, space), parse_decimal(text.substr(space + 1)).value_or(0)};
}

std::string render(const Position& position) { return position.table + " " + std::to_string(position.rows); }

Result<Position> position_of(const Catalog& target) {
    const auto tx = TRY(target.read());
    return parse_position(TRY(find_fact(tx, moved_rows_fact)).value_or(""));
}

/// The rows of one transaction of the target.
class Step {
public:
    Step(const MovedTable& moved, std::size_t most_rows) : moved_(moved), most_rows_(most_rows) {}

    void add(RowValues row) {
        bytes_ += row.bytes();
        rows_.push_back(std::move(row));
    }
    bool is_full() const { return rows_.size() >= most_rows_ || bytes_ >= most_bytes_of_a_step; }

    /// `end`: where the target is then.
    Result<> carry_out(Catalog& target, const Position& end) {
        auto tx = TRY(target.write());
        const bool is_first = end.rows == rows_.size();
        if (is_first && !moved_.remove.empty()) TRY(execute(tx.connection(), moved_.remove.c_str()));
        TRY(insert_all(tx.connection()));
        TRY(save_fact(tx, moved_rows_fact, render(end)));
        TRY(std::move(tx).commit());
        rows_.clear();
        bytes_ = 0;
        return {};
    }

private:
    Result<> insert_all(Connection& target) {
        std::size_t done = 0;
        for (auto size = set_sizes.rbegin(); size != set_sizes.rend(); ++size) {
            for (; rows_.size() - done >= *size; done += *size) TRY(insert(target, done, *size));
        }
        return {};
    }

    Result<> insert(Connection& target, std::size_t first, std::size_t count) {
        auto statement = TRY(target.prepare(moved_.insert.c_str(), count));
        for (std::size_t i = first; i < first + count; ++i) bind_values(statement, moved_.table, rows_[i]);
        return statement.run_later();
    }

    const MovedTable& moved_;
    const std::size_t most_rows_;
    std::vector<RowValues> rows_;
    std::size_t bytes_ = 0;
};

/// Copies a table from the row behind `skipped` on.
Result<> copy_moved_table(Connection& source, Catalog& target, const MovedTable& moved, Step step,
                          std::uint64_t skipped, const RowMove::Progress& progress) {
    auto select = TRY(source.prepare(moved.select.c_str()));
    select.expect_many();
    Position at{moved.table.name, 0};
    while (TRY(select.step())) {
        if (++at.rows <= skipped) continue;
        Row row(select);
        step.add(TRY(read_values(moved.table, row)));
        if (!step.is_full()) continue;
        TRY(step.carry_out(target, at));
        progress(moved.table.name, at.rows);
    }
    TRY(step.carry_out(target, at));
    progress(moved.table.name, at.rows);
    return {};
}

Result<RowSum> row_sum_of(Connection& connection, const MovedTable& moved) {
    RowSum sum;
    auto select = TRY(connection.prepare(moved.select.c_str()));
    select.expect_many();
    while (TRY(select.step())) {
        Row row(select);
        sum.add(TRY(read_values(moved.table, row)));
    }
    return sum;
}

Result<> compare_events(const ReadTransaction& from, const ReadTransaction& to) {
    TRY(check_event_chain(to));
    const auto head = TRY(audit_head(from));
    if (TRY(audit_head(to)) == head) return {};
    return Error(Fault::corrupt, "the copied audit log does not end with " + head.render());
}

}  // namespace

Result<RowMove> RowMove::prepare() {
    RowMove move;
    for (auto& table : TRY(tables_of_today())) move.tables_.push_back(moved_table(std::move(table)));
    return move;
}

Result<> RowMove::copy(const MovedCatalog& from, const MovedCatalog& to, const Progress& progress,
                       std::size_t most_rows) const {
    const auto done = TRY(position_of(to.catalog));
    const auto name_of = [](const MovedTable& moved) { return moved.table.name; };
    const auto begun = std::ranges::find(tables_, done.table, name_of);
    const auto source = TRY(from.catalog.read());
    for (auto moved = begun == tables_.end() ? tables_.begin() : begun; moved != tables_.end(); ++moved) {
        const auto skipped = moved == begun ? done.rows : 0;
        TRY(copy_moved_table(source.connection(), to.catalog, *moved, Step(*moved, most_rows), skipped, progress)
                .during("copying " + moved->table.name));
    }
    return carry_id_counters(from, to, tables_);
}

Result<MovedRows> RowMove::compare(const Catalog& from, const Catalog& to, const Progress& progress) const {
    const auto source = TRY(from.read());
    const auto target = TRY(to.read());
    MovedRows moved;
    for (const auto& table : tables_) {
        const auto sum = TRY(row_sum_of(source.connection(), table));
        const auto copied = TRY(row_sum_of(target.connection(), table));
        if (copied != sum)
            return Error(Fault::corrupt, "the rows of " + table.table.name + " differ: there are " +
                                             std::to_string(sum.rows) + ", and " + std::to_string(copied.rows) +
                                             " where they were copied to");
        ++moved.tables;
        moved.rows += sum.rows;
        progress(table.table.name, sum.rows);
    }
    TRY(compare_events(source, target));
    return moved;
}

}  // namespace slipway::storage
