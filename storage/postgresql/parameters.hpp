#pragma once

#include "base/bytes.hpp"
#include "storage/postgresql/types.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::storage {

/// The values of a statement's parameters in binary form, and the types of the parameters as far as values have told
/// them. Parameters count from 1. It keeps its memory when it is cleared.
class Parameters {
public:
    explicit Parameters(std::size_t count) : values_(count), types_(count, type_unknown) {}

    void set_integer(int parameter, std::int64_t value) { set(parameter, type_int8, encode_integer(value)); }
    void set_text(int parameter, std::string_view text);
    void set_bytes(int parameter, ByteView bytes) { set(parameter, type_bytea, bytes); }
    void set_null(int parameter) { set(parameter, type_unknown, ByteView()); }
    /// All are null; what is known of types stays.
    void clear();

    /// A value was given for a parameter that the statement has not.
    bool is_malformed() const { return is_malformed_; }

    /// Notes the types of the values that are there now; true: one is another than was known before.
    bool learn_types();
    const std::vector<TypeId>& types() const { return types_; }

    /// As libpq takes them; valid until the next change.
    struct View {
        std::vector<const char*> values;  // null for null
        std::vector<int> lengths;
        std::vector<int> formats;  // all binary
    };
    const View& view();

private:
    struct Value {
        TypeId type = type_unknown;  // of null
        std::size_t offset = 0;
        std::size_t length = 0;
    };
    void set(int parameter, TypeId type, ByteView bytes);

    std::vector<Value> values_;
    std::vector<TypeId> types_;
    std::string bytes_;  // of all values, one behind another
    View view_;
    bool is_malformed_ = false;
};

}  // namespace slipway::storage
