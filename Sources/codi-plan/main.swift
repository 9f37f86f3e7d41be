import PlanTool

Tool.main()
