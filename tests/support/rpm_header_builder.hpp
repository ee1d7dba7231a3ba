#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::testing {

/// Writes an rpm header value by value: `RpmHeaderBuilder(63).text(1000, "hello").number(1003, 2).bytes()`. A later
/// value of a tag replaces an earlier one. Knows no rules: any tag, type and count can be written.
class RpmHeaderBuilder {
public:
    static constexpr std::uint32_t no_region = 0;

    /// `region` is 62 for a signature header, 63 for a main header, `no_region` for packages of rpm 3.
    explicit RpmHeaderBuilder(std::uint32_t region) : region_(region) {}

    RpmHeaderBuilder& text(std::uint32_t tag, std::string_view value);
    RpmHeaderBuilder& i18n(std::uint32_t tag, std::string_view value);
    RpmHeaderBuilder& texts(std::uint32_t tag, const std::vector<std::string>& values);
    RpmHeaderBuilder& number(std::uint32_t tag, std::uint32_t value) { return numbers(tag, {value}); }
    RpmHeaderBuilder& numbers(std::uint32_t tag, const std::vector<std::uint32_t>& values);
    RpmHeaderBuilder& numbers_16(std::uint32_t tag, const std::vector<std::uint16_t>& values);
    RpmHeaderBuilder& number_64(std::uint32_t tag, std::uint64_t value);
    RpmHeaderBuilder& binary(std::uint32_t tag, std::string_view value);
    RpmHeaderBuilder& raw(std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::string data);
    RpmHeaderBuilder& remove(std::uint32_t tag);
    RpmHeaderBuilder& without_region() {
        region_ = no_region;
        return *this;
    }
    bool has(std::uint32_t tag) const { return values_.contains(tag); }

    /// The header, intro included, padding excluded.
    std::string bytes() const;

private:
    struct Value {
        std::uint32_t type, count;
        std::string data;
    };

    std::uint32_t region_;
    std::map<std::uint32_t, Value> values_;
};

}  // namespace slipway::testing
