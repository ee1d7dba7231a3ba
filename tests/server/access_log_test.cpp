#include "server/access_log.hpp"

#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <mutex>

namespace slipway::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A log whose lines can be read, and whose reader can be made to stand still.
class HeldLog final : public Log {
public:
    HeldLog() : Log(LogFormat::logfmt) {}
    std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    std::unique_lock<std::mutex> hold() const { return std::unique_lock(mutex_); }

private:
    void write_line(std::string_view line) const override {
        const std::lock_guard lock(mutex_);
        lines_.emplace_back(line);
    }
    mutable std::mutex mutex_;
    mutable std::vector<std::string> lines_;
};

http::Request a_request(http::Method method, std::string target, const std::string& secret = "") {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.id = "build-42";
    request.address = "192.0.2.7";
    if (!secret.empty()) request.headers.add("Authorization", "Bearer " + secret);
    return request;
}

http::Answered answered(unsigned status) { return {status, 310, 1'500, nullptr}; }

http::Answered refused(unsigned status, std::string code, std::string detail) {
    return {status, 310, 1'500, std::make_shared<http::Refusal>(std::move(code), std::move(detail))};
}

class AccessLogTest : public ::testing::Test {
protected:
    void SetUp() override {
        catalog_ = MUST(storage::SqliteCatalog::open(directory_.path() / "slipway.db"));
        book_ = std::make_unique<publishing::TokenBook>(*catalog_, clock_);
        auto tx = MUST(catalog_->write());
        secret_ = MUST(publishing::create_token(tx, "ci", {"upload:main"}, std::nullopt, clock_.now())).secret;
        MUST(std::move(tx).commit());
        MUST(book_->refresh());
    }

    /// What is written of these requests.
    template <class... Noted>
    std::vector<std::string> lines(AccessLines which, const Noted&... noted) {
        {
            AccessLog access(which, *book_, log_);
            (access.record(noted.first, noted.second), ...);
        }
        return log_.lines();
    }

    slipway::testing::TempDir directory_;
    SystemClock clock_;
    HeldLog log_;
    std::unique_ptr<storage::Catalog> catalog_;
    std::unique_ptr<publishing::TokenBook> book_;
    std::string secret_;
    const std::string packages_ = "/api/v1/repositories/main/channels/dev/packages/";
};

TEST_F(AccessLogTest, SaysWhoChangedSomethingAndHowItEnded) {
    const std::pair upload{a_request(http::Method::put, packages_ + "a.deb?distro=bookworm", secret_), answered(201)};

    EXPECT_THAT(lines(AccessLines::on, upload),
                ElementsAre(HasSubstr("level=info event=request request=build-42 method=PUT path=" + packages_ +
                                      "a.deb status=201 bytes=310 seconds=0.001500 address=192.0.2.7 "
                                      "token=\"ci (#1)\"\n")));
}

TEST_F(AccessLogTest, SaysWhatWasRefusedAndWhy) {
    const std::pair refusal{a_request(http::Method::get, "/api/v1/events", secret_),
                            refused(403, "forbidden", "the token needs 'admin:*'")};

    EXPECT_THAT(lines(AccessLines::on, refusal),
                ElementsAre(AllOf(HasSubstr("status=403"), HasSubstr("token=\"ci (#1)\""),
                                  HasSubstr("code=forbidden detail=\"the token needs 'admin:*'\""))));
}

TEST_F(AccessLogTest, HasDownloadsWhereAllAreAskedFor) {
    const std::pair download{a_request(http::Method::get, "/main/pool/a.deb"), answered(200)};
    const std::pair upload{a_request(http::Method::put, packages_ + "a.deb"), answered(201)};

    EXPECT_THAT(lines(AccessLines::off, download, upload), IsEmpty());
    EXPECT_THAT(lines(AccessLines::on, download), IsEmpty());
    EXPECT_THAT(lines(AccessLines::all, download), ElementsAre(HasSubstr("path=/main/pool/a.deb status=200")));
}

TEST_F(AccessLogTest, NeverHasAQueryOrASecret) {
    const std::pair request{a_request(http::Method::post, "/api/v1/tokens?token=" + secret_, secret_), answered(422)};

    EXPECT_THAT(lines(AccessLines::all, request), ElementsAre(Not(HasSubstr(secret_))));
}

TEST_F(AccessLogTest, BoundsWhatStrangersAreRefused) {
    const std::pair stranger{a_request(http::Method::get, "/api/v1/events", "slw_guessed"),
                             refused(401, "unauthenticated", "not known")};
    {
        AccessLog access(AccessLines::on, *book_, log_);
        for (std::uint64_t i = 0; i < 3 * BoundedLog::lines; ++i) access.record(stranger.first, stranger.second);
    }

    EXPECT_THAT(log_.lines(), SizeIs(BoundedLog::lines));
}

TEST_F(AccessLogTest, LeavesLinesOutAndCountsThemWhenItsReaderStandsStill) {
    const std::pair upload{a_request(http::Method::put, packages_ + "a.deb", secret_), answered(201)};
    constexpr std::size_t too_many = 10;
    {
        AccessLog access(AccessLines::on, *book_, log_);
        const auto held = log_.hold();
        access.record(upload.first, upload.second);
        while (access.waiting() > 0) std::this_thread::yield();  // the writer has it, and stands
        for (std::size_t i = 0; i < AccessLog::most_waiting + too_many; ++i) access.record(upload.first, upload.second);
    }

    EXPECT_THAT(log_.lines(), SizeIs(1 + AccessLog::most_waiting + 1));
    EXPECT_THAT(log_.lines().back(), HasSubstr("level=warning event=\"lines left out\" of=request count=10"));
}

}  // namespace
}  // namespace slipway::server
