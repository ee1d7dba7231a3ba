#include "base/log.hpp"

#include <gmock/gmock.h>

namespace slipway {
namespace {

using ::testing::HasSubstr;

std::string line(LogFormat format, const std::string& value) {
    const std::vector<LogField> fields = {{"package", value}};
    return render_log_line(format, "2026-11-22T16:01:02Z", LogLevel::warning, "upload-refused", fields);
}

/// A Log whose lines can be read.
class KeptLog final : public Log {
public:
    using Log::Log;
    mutable std::vector<std::string> lines;

private:
    void write_line(std::string_view line) const override { lines.emplace_back(line); }
};

TEST(LogLine, IsLogfmtWithTimeLevelAndEventFirst) {
    EXPECT_EQ(line(LogFormat::logfmt, "hello"),
              "time=2026-11-22T16:01:02Z level=warning event=upload-refused package=hello");
}

TEST(LogLine, IsAJsonObject) {
    EXPECT_EQ(line(LogFormat::json, "hel\"lo"),
              R"({"time":"2026-11-22T16:01:02Z","level":"warning","event":"upload-refused","package":"hel\"lo"})");
}

TEST(LogLine, TakesJsonIntoItsJsonFormAsItIs) {
    const std::vector<LogField> fields = {{"details",
                                           R"({"name":"a\u2028"})"
                                           "\xe2\x80\xa8",
                                           true}};
    EXPECT_THAT(render_log_line(LogFormat::json, "", LogLevel::info, "audit", fields),
                HasSubstr(R"("details":{"name":"a\u2028"}\u2028})"));
    EXPECT_THAT(render_log_line(LogFormat::logfmt, "", LogLevel::info, "audit", fields),
                HasSubstr(R"(details="{\"name\":)"));
}

struct Quoted {
    const char* because;
    const char* value;
    const char* expected;
};

class LogfmtValue : public ::testing::TestWithParam<Quoted> {};

TEST_P(LogfmtValue, CannotBeMistakenForAnythingElse) {
    EXPECT_THAT(line(LogFormat::logfmt, GetParam().value),
                ::testing::EndsWith(std::string(" package=") + GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    , LogfmtValue,
    ::testing::Values(Quoted{"PlainStaysPlain", "a-b_1.0~rc", "a-b_1.0~rc"}, Quoted{"EmptyIsQuoted", "", R"("")"},
                      Quoted{"BlankIsQuoted", "a b", R"("a b")"}, Quoted{"EqualsSignIsQuoted", "a=b", R"("a=b")"},
                      Quoted{"QuoteIsEscaped", "a\"b", R"("a\"b")"}, Quoted{"BackslashIsEscaped", "a\\b", R"("a\\b")"},
                      Quoted{"NewlineIsEscaped", "a\nb", R"("a\nb")"},
                      Quoted{"TerminalEscapeIsEscaped", "\x1b[31m", R"("\u001b[31m")"},
                      Quoted{"DeleteIsEscaped", "\x7f", R"("\u007f")"},
                      Quoted{"Utf8StaysPlain", "gr\xc3\xbcn", "gr\xc3\xbcn"},
                      Quoted{"OtherBytesAreReplaced", "\x9b", "\"\xef\xbf\xbd\""}),
    [](const auto& row) { return row.param.because; });

TEST(LogLine, HasNoEndButItsOwnForAnyReader) {
    for (const auto* value : {"a\nb", "a\rb",
                              "a\x7f"
                              "b",
                              "a\xc2\x85"
                              "b",
                              "a\xc2\x9f"
                              "b",
                              "a\xe2\x80\xa8"
                              "b",
                              "a\xe2\x80\xa9"
                              "b"})
        for (const auto format : {LogFormat::logfmt, LogFormat::json}) {
            const auto text = line(format, value);
            for (const auto* breaking : {"\n", "\r", "\x7f", "\xc2\x85", "\xc2\x9f", "\xe2\x80\xa8", "\xe2\x80\xa9"})
                EXPECT_EQ(text.find(breaking), text.npos) << text;
            EXPECT_THAT(text, HasSubstr("\\"));
        }
    EXPECT_THAT(line(LogFormat::logfmt,
                     "a\xc2\x85"
                     "b"),
                HasSubstr("package=\"a\\u0085b\""));
    EXPECT_THAT(line(LogFormat::json,
                     "a\xe2\x80\xa8"
                     "b"),
                HasSubstr("\"a\\u2028b\""));
    EXPECT_THAT(line(LogFormat::logfmt, "caf\xc3\xa9"), HasSubstr("package=caf\xc3\xa9"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
    KeptLog log(LogFormat::logfmt, LogLevel::warning);

    log.debug("a");
    log.info("b");
    log.warning("c");
    log.error("d");

    EXPECT_THAT(log.lines, ::testing::ElementsAre(HasSubstr("event=c\n"), HasSubstr("event=d\n")));
}

TEST(Log, RecordsWhateverItsLevelIs) {
    KeptLog log(LogFormat::logfmt, LogLevel::error);

    log.record("audit", {{"number", "1"}});

    EXPECT_THAT(log.lines, ::testing::ElementsAre(HasSubstr("level=info event=audit number=1\n")));
}

TEST(Log, SaysOfAFailureWhatItWasAndWhereItArose) {
    KeptLog log(LogFormat::logfmt);

    log.failure("publication-failed", Error(Fault::storage_full, "no space left"));

    EXPECT_THAT(log.lines,
                ::testing::ElementsAre(::testing::AllOf(
                    HasSubstr("level=error event=publication-failed fault=storage-full message=\"no space left\""),
                    HasSubstr("log_test.cpp:"))));
}

}  // namespace
}  // namespace slipway
