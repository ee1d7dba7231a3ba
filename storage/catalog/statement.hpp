#pragma once

#include "base/checksum.hpp"
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "base/words.hpp"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace slipway::storage {

class Connection;

/// A statement as the engine holds it, with its current row. Parameters count from 1, columns from 0. One thread at a
/// time.
class PreparedStatement {
public:
    PreparedStatement() = default;
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;
    virtual ~PreparedStatement() = default;

    /// Copies the values. `step` reports what fails.
    virtual void bind_integer(int parameter, std::int64_t value) = 0;
    virtual void bind_text(int parameter, std::string_view text) = 0;
    virtual void bind_bytes(int parameter, ByteView bytes) = 0;
    virtual void bind_null(int parameter) = 0;

    /// As `Statement::expect_many`.
    virtual void expect_many() {}

    /// As `Statement::step`.
    virtual Result<bool> step() = 0;
    /// As `Statement::run_later`.
    virtual Result<> run_later();
    virtual bool is_null(int column) const = 0;
    /// Returns nothing if the column has no integer.
    virtual std::optional<std::int64_t> integer(int column) const = 0;
    /// Returns text or bytes. Requires that the column is not null.
    virtual std::string text(int column) const = 0;

    /// Drops values and rows, so that the statement can be used again.
    virtual void reset() = 0;
};

/// Bytes that are bound as a BLOB instead of as text.
struct Blob {
    ByteView bytes;
};

/// One use of a prepared statement. Values are bound from the first parameter on, then `step` reads rows. At its end it
/// is reset and returned to its connection, which must outlive it.
class Statement {
public:
    Statement(Connection& connection, const char* sql, std::unique_ptr<PreparedStatement> prepared)
        : connection_(&connection), sql_(sql), prepared_(std::move(prepared)) {}
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    template <class... Values>
    void bind(const Values&... values) {
        (bind_next(values), ...);
    }

    /// Binds the values of the set that ends the parameters. Unused parameters of the set select nothing.
    template <class Value>
    void bind_set(std::span<const Value> set) {
        for (const Value& value : set) bind_next(value);
    }

    /// Says that there may be as many rows as the catalog has of a kind: a database that returns all rows at once is
    /// asked for some of them at a time. Must be called before the first step.
    void expect_many() { prepared_->expect_many(); }

    /// Returns true if there is a row, false at the end. Blocks. Faults: storage_full, corrupt, busy, conflict (a
    /// unique value exists already), io, internal.
    Result<bool> step() { return prepared_->step(); }

    /// Runs it, whose rows nobody reads, at once or together with the next statement that is waited for; the faults of
    /// one that runs later are told there, at the latest by the commit.
    Result<> run_later() { return prepared_->run_later(); }

private:
    friend class Row;
    template <std::integral Integer>
    void bind_next(Integer value) {
        prepared_->bind_integer(++bound_, static_cast<std::int64_t>(value));
    }
    template <HasWords Enum>
    void bind_next(Enum value) {
        bind_next(name_of(value));
    }
    void bind_next(std::string_view text) { prepared_->bind_text(++bound_, text); }
    void bind_next(const std::string& text) { bind_next(std::string_view(text)); }
    void bind_next(const char* text) { bind_next(std::string_view(text)); }
    void bind_next(Blob blob) { prepared_->bind_bytes(++bound_, blob.bytes); }
    void bind_next(const Sha256& digest) { bind_next(Blob{digest.raw()}); }
    void bind_next(const Checksum& checksum) { bind_next(Blob{checksum.raw()}); }
    void bind_next(Seconds time) { bind_next(time.time_since_epoch().count()); }
    template <class Value>
    void bind_next(const std::optional<Value>& value) {
        if (value) return bind_next(*value);
        prepared_->bind_null(++bound_);
    }
    template <class... Values>
    void bind_next(const std::tuple<Values...>& row) {
        std::apply([this](const auto&... values) { bind(values...); }, row);
    }

    Connection* connection_;
    const char* sql_;
    std::unique_ptr<PreparedStatement> prepared_;
    int bound_ = 0;
};

/// The columns of a statement's current row, read one after another from the left.
class Row {
public:
    explicit Row(const Statement& statement) : statement_(statement.prepared_.get()) {}

    std::int64_t integer();
    template <std::unsigned_integral Unsigned>
    Unsigned natural() {
        return static_cast<Unsigned>(integer());
    }
    template <std::unsigned_integral Unsigned>
    std::optional<Unsigned> optional_natural() {
        if (skip_null()) return std::nullopt;
        return natural<Unsigned>();
    }
    bool boolean() { return integer() != 0; }
    /// Reads TEXT or BLOB.
    std::string text();
    /// Reads a word as its value. Any other text is malformed.
    template <HasWords Enum>
    Enum word() {
        const auto found = find_word<Enum>();
        if (!found) malformed_ = true;
        return found.value_or(Enum{});
    }
    /// Reads a word as its value, or nothing for any other text.
    template <HasWords Enum>
    std::optional<Enum> find_word() {
        return word_of<Enum>(text());
    }
    Sha256 digest();
    Seconds time() { return Seconds(std::chrono::seconds(integer())); }
    std::optional<std::int64_t> optional_integer();
    std::optional<std::string> optional_text();
    std::optional<Sha256> optional_digest();
    std::optional<Checksum> optional_checksum();
    std::optional<Seconds> optional_time();

    /// Returns whether a column had another type than expected: the database is damaged.
    bool malformed() const { return malformed_; }

private:
    bool skip_null();

    const PreparedStatement* statement_;
    int column_ = 0;
    bool malformed_ = false;
};

}  // namespace slipway::storage
