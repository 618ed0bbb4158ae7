using AccelSim.Machine;

namespace AccelSim.Studies;

/// <summary>Finds what is wrong with a study before anything of it is run.</summary>
public static class StudyCheck
{
    /// <summary>Of more points, those that change one axis alone are looked at: what only a combination does wrong is then a row that failed.</summary>
    private const int MostPoints = 2000;

    /// <summary>Loads every model's place, chip and host that the study names, with every value of every axis.</summary>
    /// <returns>The points of the study, if there are no more than <see cref="MostPoints"/> of them, else null.</returns>
    /// <exception cref="ConfigurationException">Something cannot be loaded, or no point is left; holds every problem once.</exception>
    public static IReadOnlyList<StudyPoint>? Of(StudyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var problems = new List<ConfigProblem>();
        Look(Single(plan), plan.File, problems);
        if (problems.Count > 0)
        {
            throw new ConfigurationException([.. problems]);
        }

        if (plan.Combinations > MostPoints)
        {
            return null;
        }

        var points = plan.Points().ToList();
        Look(points, plan.File, problems);
        return problems.Count > 0 ? throw new ConfigurationException([.. problems])
            : points.Count > 0 ? points
            : throw new ConfigurationException([new ConfigProblem(new SourceLocation(plan.File, 0, 0), "where", "", $"rules out all {plan.Combinations} points")]);
    }

    private static void Look(IEnumerable<StudyPoint> points, string file, List<ConfigProblem> problems)
    {
        var looked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in points.Select(point => point.Run))
        {
            if (!looked.Add($"{run.Model}|{run.Chip}|{run.Host}|{string.Join('|', run.Set)}"))
            {
                continue;
            }

            try
            {
                RunFile.Complete(run, file);
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems.Where(problem => !problems.Contains(problem)));
            }
        }
    }

    /// <summary>The first point, and for each further value of each dimension the point that differs in it alone; conditions left aside.</summary>
    private static IEnumerable<StudyPoint> Single(StudyPlan plan)
    {
        yield return plan.At([.. plan.Dimensions.Select(_ => 0)]);
        for (var dimension = 0; dimension < plan.Dimensions.Length; dimension++)
        {
            for (var choice = 1; choice < plan.Dimensions[dimension].Choices.Length; choice++)
            {
                yield return plan.At([.. plan.Dimensions.Select((_, i) => i == dimension ? choice : 0)]);
            }
        }
    }
}
