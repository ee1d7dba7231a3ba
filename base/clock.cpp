// Dates are formatted and parsed by hand: strftime and strptime depend on the process's locale.
#include "base/clock.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace slipway {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Civil {
    year_month_day date;
    hh_mm_ss<seconds> time;
    unsigned weekday;
};

Civil civil(Seconds time) {
    const auto day = floor<days>(time);
    return {year_month_day(day), hh_mm_ss<seconds>(time - day), std::chrono::weekday(day).c_encoding()};
}

void put_digits(char* last, int width, long number) {
    for (int i = 0; i < width; ++i, number /= 10) *last-- = static_cast<char>('0' + number % 10);
}

/// This is done by hand, because nearly every answer has such a date.
std::string rfc1123(Seconds time, std::string_view zone) {
    const Civil c = civil(time);
    std::array<char, 30> out{"Www, DD Mmm YYYY hh:mm:ss ZZZ"};
    weekdays.at(c.weekday).copy(&out[0], 3);
    put_digits(&out[6], 2, unsigned(c.date.day()));
    months.at(unsigned(c.date.month()) - 1).copy(&out[8], 3);
    put_digits(&out[15], 4, int(c.date.year()));
    put_digits(&out[18], 2, c.time.hours().count());
    put_digits(&out[21], 2, c.time.minutes().count());
    put_digits(&out[24], 2, c.time.seconds().count());
    zone.copy(&out[26], 3);
    return {out.data(), out.size() - 1};
}

/// Returns -1 for anything but digits.
int number(std::string_view digits) {
    const auto value = parse_decimal(digits);
    return value ? static_cast<int>(*value) : -1;
}

}  // namespace

Seconds SystemClock::now() const { return floor<seconds>(system_clock::now()); }

std::string http_date(Seconds time) { return rfc1123(time, "GMT"); }
std::string release_date(Seconds time) { return rfc1123(time, "UTC"); }

std::string iso_date(Seconds time) {
    const Civil c = civil(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(c.date.year()), unsigned(c.date.month()),
                       unsigned(c.date.day()), c.time.hours().count(), c.time.minutes().count(),
                       c.time.seconds().count());
}

std::string compact_date(Seconds time) {
    const Civil c = civil(time);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", int(c.date.year()), unsigned(c.date.month()),
                       unsigned(c.date.day()), c.time.hours().count(), c.time.minutes().count(),
                       c.time.seconds().count());
}

std::optional<Seconds> parse_http_date(std::string_view text) {
    if (text.size() != 29) return std::nullopt;
    unsigned month = 0;
    while (month < months.size() && months.at(month) != text.substr(8, 3)) ++month;
    const int in_year = number(text.substr(12, 4));
    if (in_year < 0) return std::nullopt;  // the year -1 would render to the text it came from
    const auto date = year(in_year) / std::chrono::month(month + 1) /
                      std::chrono::day(static_cast<unsigned>(number(text.substr(5, 2))));
    if (!date.ok()) return std::nullopt;
    const Seconds time = sys_days(date) + hours(number(text.substr(17, 2))) + minutes(number(text.substr(20, 2))) +
                         seconds(number(text.substr(23, 2)));
    // The whole form is checked at once: only a well-formed date renders to the same text again.
    if (http_date(time) != text) return std::nullopt;
    return time;
}

std::optional<Seconds> parse_compact_date(std::string_view text) {
    if (text.size() != 16) return std::nullopt;
    const int in_year = number(text.substr(0, 4));
    if (in_year < 0) return std::nullopt;
    const auto date = year(in_year) / std::chrono::month(static_cast<unsigned>(number(text.substr(4, 2)))) /
                      std::chrono::day(static_cast<unsigned>(number(text.substr(6, 2))));
    if (!date.ok()) return std::nullopt;
    const Seconds time = sys_days(date) + hours(number(text.substr(9, 2))) + minutes(number(text.substr(11, 2))) +
                         seconds(number(text.substr(13, 2)));
    if (compact_date(time) != text) return std::nullopt;
    return time;
}

std::optional<Seconds> parse_iso_date(std::string_view text) {
    constexpr std::size_t to_seconds = 19;
    if (text.size() <= to_seconds) return std::nullopt;
    auto rest = text.substr(to_seconds);
    if (rest.front() == '.') {
        const auto behind = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        if (behind == 1) return std::nullopt;
        rest.remove_prefix(behind);
    }
    if (rest != "Z" && rest != "+00:00") return std::nullopt;
    auto compact = std::string(text.substr(0, to_seconds)) + "Z";
    for (const auto& [at, separator] : {std::pair{16, ':'}, {13, ':'}, {7, '-'}, {4, '-'}}) {
        if (compact[static_cast<std::size_t>(at)] != separator) return std::nullopt;
        compact.erase(static_cast<std::size_t>(at), 1);
    }
    return parse_compact_date(compact);
}

}  // namespace slipway
