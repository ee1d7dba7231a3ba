#pragma once

#include "base/fault.hpp"
#include "base/problem.hpp"

#include <cassert>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace slipway {

/// Why something did not work: what the caller can do (`fault`), a sentence for a person (`message`, owned), the
/// API's word for it (`code`) and where it arose (for logs).
class [[nodiscard]] Error {
public:
    // __builtin_FILE instead of std::source_location: clang 14 (our tidy and fuzz compiler) lacks the latter.
    Error(Fault fault, std::string message, const char* file = __builtin_FILE(), int line = __builtin_LINE())
        : fault_(fault), message_(std::move(message)), file_(file), line_(line) {}
    /// With the code and the fault of `problem`, which is an entry of the table: `"package-exists"_problem`.
    Error(const Problem& problem, std::string message, const char* file = __builtin_FILE(), int line = __builtin_LINE())
        : fault_(problem.fault), message_(std::move(message)), problem_(&problem), file_(file), line_(line) {}

    Fault fault() const { return fault_; }
    const std::string& message() const { return message_; }
    /// The code of the problem; the fault's name where none was given.
    std::string_view code() const { return problem_ ? problem_->code : name_of(fault_); }
    bool is(const Problem& problem) const { return code() == problem.code; }
    const char* file() const { return file_; }
    int line() const { return line_; }

    /// The same error with the code of `problem`, and with the fault it has.
    Error as(const Problem& problem) && {
        problem_ = &problem;
        return std::move(*this);
    }

    /// Puts the step under way before the message: "publishing main/dev: reading key: no such file".
    Error during(std::string_view step) && {
        message_.insert(0, std::string(step) + ": ");
        return std::move(*this);
    }

private:
    Fault fault_;
    std::string message_;
    const Problem* problem_ = nullptr;
    const char* file_;
    int line_;
};

/// A value, or an Error instead. Ignoring a Result is a compile error.
template <class T = void>
class [[nodiscard]] Result {
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    Result() requires std::is_void_v<T> : state_(std::in_place_index<0>) {}

    template <class U = Value>
    requires(!std::is_void_v<T> && std::is_constructible_v<Value, U&&> &&
             !std::is_same_v<std::remove_cvref_t<U>, Result> && !std::is_same_v<std::remove_cvref_t<U>, Error>)
        Result(U&& value)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// Precondition of the four below: ok().
    auto& operator*() & { return value(); }
    const auto& operator*() const& { return value(); }
    auto* operator->() { return &value(); }
    const auto* operator->() const { return &value(); }

    /// Precondition: !ok().
    const Error& error() const& {
        assert(!ok());
        return *std::get_if<1>(&state_);
    }
    Error&& error() && {
        assert(!ok());
        return std::move(*std::get_if<1>(&state_));
    }

    /// Moves the value out. Precondition: ok().
    T release() && {
        assert(ok());
        if constexpr (!std::is_void_v<T>) return std::move(*std::get_if<0>(&state_));
    }

    Result during(std::string_view step) && {
        if (!ok()) return std::move(*this).error().during(step);
        return std::move(*this);
    }

private:
    Value& value() {
        assert(ok());
        return *std::get_if<0>(&state_);
    }
    const Value& value() const {
        assert(ok());
        return *std::get_if<0>(&state_);
    }

    std::variant<Value, Error> state_;
};

/// Value of a Result, or return its Error from the enclosing function. Ordinary functions only: GCC 12 fails with an
/// internal compiler error on a statement expression in a coroutine (docs/threading.md, rule 4).
#define TRY(...)                                   \
    (__extension__({                               \
        auto try_result_ = (__VA_ARGS__);          \
        if (!try_result_.ok()) [[unlikely]]        \
            return std::move(try_result_).error(); \
        std::move(try_result_).release();          \
    }))

}  // namespace slipway
