#include "cli/progress_bar.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(ProgressBar, ShowsHowFarTheTransferIs) {
    EXPECT_EQ(render_progress("a.deb", 0, 2'000'000, "sent"), "a.deb  [>                        ]   0%  0 B of 2.0 MB");
    EXPECT_EQ(render_progress("a.deb", 1'000'000, 2'000'000, "sent"),
              "a.deb  [============>            ]  50%  1.0 MB of 2.0 MB");
}

TEST(ProgressBar, SaysWhatComesBehindTheLastByte) {
    EXPECT_EQ(render_progress("2 files", 2'000'300, 2'000'000, "sent, the server is publishing"),
              "2 files  2.0 MB sent, the server is publishing");
}

TEST(ProgressBar, IsForTerminalsOnly) {
    ::testing::internal::CaptureStderr();

    ProgressBar("a.deb", "sent", ProgressBar::Shown::on_a_terminal).show(1, 2);

    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace slipway::cli
