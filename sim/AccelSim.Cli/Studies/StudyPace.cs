using System.Globalization;
using AccelSim.Studies;

namespace AccelSim.Cli;

/// <summary>How fast a study goes, and when it will be done at that pace.</summary>
internal sealed class StudyPace(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    /// <summary>Progress in words.</summary>
    public string Words(StudyProgress progress)
    {
        var fresh = progress.Done - progress.Known;
        var left = progress.Points - progress.Done;
        var rest = fresh > 0 ? clock.GetElapsedTime(_began) * ((double)left / fresh) : (TimeSpan?)null;
        var failed = progress.Failed > 0 ? $", {progress.Failed} failed" : "";
        var end = left == 0 ? "" : rest is { } time ? $", {Time(time)} left" : ", time not known yet";
        return string.Create(CultureInfo.InvariantCulture, $"{progress.Done} of {progress.Points} points done, {progress.Running} running{failed}{end}  {progress.Last}").TrimEnd();
    }

    private static string Time(TimeSpan time) => time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s") : string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s");
}
